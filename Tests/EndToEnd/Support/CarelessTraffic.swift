import SallyportCore
import TestSupport

/// What clients do in a day, right and wrong, with all the secrets that they send and are given.
struct CarelessTraffic {
    let server: RunningServer
    let secrets: SecretCollection
    var generator: SeededGenerator

    let email: String
    /// Changes on the way.
    var password: String
    let staticToken: String
    /// Where the server writes its mail.
    let outbox: Outbox

    /// What a secret is called that stands in a mail.
    static let oneTimeToken = "one-time token"

    /// A new secret, of letters and digits: the same in JSON, in a form and in a URL.
    mutating func make(_ name: String) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let secret = (0..<24).map { _ in String(alphabet.randomElement(using: &generator) ?? "a") }.joined()
        return secrets.keep(secret, name)
    }

    mutating func run() async throws -> [HTTPAnswer] {
        var answers: [HTTPAnswer] = []
        for mode in TokenMode.allCases { answers += try await session(mode) }
        answers += try await wrongCredentials()
        answers += try await tokensInURLs()
        answers += try await mailedLinks()
        answers += try await badBodies()
        answers += try await secondFactor()
        answers += try await store()
        answers += try await ownAccount()
        await brokenRequests()
        return answers
    }

    @discardableResult
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], _ json: JSON
    ) async throws -> HTTPAnswer {
        let answer = try await server.client.send(method, path, headers: headers, json: json)
        secrets.keep(answer)
        return answer
    }

    /// A session from its sign-in to its end, with a stolen copy in between.
    private func session(_ mode: TokenMode) async throws -> [HTTPAnswer] {
        var answers: [HTTPAnswer] = []
        for isStolen in [false, true] {
            let login: JSON = [
                "email": .string(email), "password": .string(password), "mode": .string(mode.rawValue),
            ]
            answers.append(try await send("POST", "/auth/login", login))
            var wallet = try await Wallet(signingInAt: server, mode, email: email, password: password)
            for token in wallet.history { secrets.keep(token, "token") }
            let first = wallet
            for _ in 0..<3 {
                let answer = try await wallet.refresh(at: server)
                secrets.keep(answer)
                answers.append(answer)
                answers.append(try await wallet.readSelf(at: server))
            }
            if isStolen {
                var thief = first
                answers.append(try await thief.refresh(at: server))
                answers.append(try await thief.readSelf(at: server))
            }
            answers.append(try await wallet.signOut(at: server))
            answers.append(try await wallet.readSelf(at: server))
            answers.append(try await wallet.refresh(at: server))
        }
        return answers
    }

    private mutating func wrongCredentials() async throws -> [HTTPAnswer] {
        var answers: [HTTPAnswer] = []
        for email in [email, "nobody@example.com", "no address"] {
            let login: JSON = ["email": .string(email), "password": .string(make("wrong password"))]
            answers.append(try await send("POST", "/auth/login", login))
        }
        let forged = make("forged token") + make("forged token") + "0123456789abcdef"
        secrets.keep(forged, "forged token")
        for path in ["/auth/refresh", "/auth/logout"] {
            answers.append(try await send("POST", path, ["refresh_token": .string(forged)]))
            for name in [Visitor.refreshCookie, Visitor.sessionCookie] {
                for mode in TokenMode.allCases {
                    let cookie = ("Cookie", "\(name)=\(forged)")
                    answers.append(try await send("POST", path, headers: [cookie], ["mode": .string(mode.rawValue)]))
                }
            }
        }
        for header in ["Bearer \(forged)", "Bearer \(forged).\(forged).\(forged)", "Basic \(forged)"] {
            answers.append(
                try await server.client.send("GET", "/users/me", headers: [("Authorization", header)]))
        }
        return answers
    }

    private mutating func tokensInURLs() async throws -> [HTTPAnswer] {
        let answer = try await send(
            "POST", "/auth/login", ["email": .string(email), "password": .string(password)])
        let accessToken = answer.json["data"]?["access_token"]?.string ?? ""
        let tampered = secrets.keep(accessToken.dropLast(8) + "AAAAAAAA", "tampered token")
        var answers: [HTTPAnswer] = []
        for token in [accessToken, staticToken, make("unknown static token"), tampered] {
            for path in ["/users/me", "/server/info", "/server/ping", "/auth", "/nowhere", "/admin", "/auth/login"] {
                answers.append(try await server.client.send("GET", "\(path)?access_token=\(token)"))
            }
            let header = ("Authorization", "Bearer \(token)")
            answers.append(try await server.client.send("GET", "/users/me", headers: [header]))
            // Two of them at once are refused.
            answers.append(
                try await server.client.send("GET", "/users/me?access_token=\(token)", headers: [header]))
        }
        return answers
    }

    private mutating func badBodies() async throws -> [HTTPAnswer] {
        let password = make("password in a bad body")
        let bodies = [
            #"{"email": "\#(email)", "password": "\#(password)"#, #"{"password": "\#(password)" "mode": "json"}"#,
            #"{"password": \#(password)}"#, #""\#(password)""#, #"\#(password)"#, #"["\#(password)"]"#,
            #"{"email": "\#(email)", "password": ["\#(password)"]}"#, #"{"email": "\#(password)", "password": 5}"#,
            #"{"email": "\#(email)", "password": "\#(password)", "mode": "sideways"}"#,
            #"{"email": "\#(email)", "password": "\#(password)", "otp": 5}"#,
            #"{"email": "\#(email)", "password": "\#(password)\u0000"}"#,
            #"{"refresh_token": ["\#(password)"]}"#, #"{"refresh_token": "\#(password)", "mode": "sideways"}"#,
            #"{"admin": {"email": "\#(email)", "password": "\#(password)"}, "token": "\#(password)"}"#,
        ]
        var answers: [HTTPAnswer] = []
        for path in ["/auth/login", "/auth/refresh", "/auth/logout", "/server/setup", "/users/me"] {
            for body in bodies {
                for type in ["application/json", "application/x-www-form-urlencoded", "application/json; charset=x"] {
                    // A server that refuses the head may answer and close before the body was sent; a client that is
                    // still sending it then sees no answer.
                    let answer = try? await server.client.send(
                        path == "/users/me" ? "PATCH" : "POST", path,
                        headers: [("Content-Type", type), ("Authorization", "Bearer \(staticToken)")],
                        body: Array(body.utf8))
                    if let answer { answers.append(answer) }
                }
            }
        }
        let form = "email=\(email)&password=\(password)&token=\(password)"
        answers.append(
            try await server.client.send(
                "POST", "/admin/setup", headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(form.utf8)))
        answers.append(try await server.client.send("GET", "/admin/setup?token=\(password)"))
        return answers
    }

    /// Links that are used, misused and left unused.
    private mutating func mailedLinks() async throws -> [HTTPAnswer] {
        let header = ("Authorization", "Bearer \(staticToken)")
        var answers = [
            try await send("PATCH", "/settings", headers: [header], ["public_registration": true]),
            try await send("POST", "/roles", headers: [header], ["name": "Guest"]),
        ]
        let role = answers[1].json["data"]?["id"]?.string ?? ""
        let registration: JSON = [
            "email": "newcomer@example.com", "password": .string(make("password of a registration")),
        ]
        answers += [
            try await send("POST", "/auth/password/request", ["email": .string(email)]),
            try await send(
                "POST", "/users/invite", headers: [header],
                ["email": ["guest@example.com", "idle@example.com"], "role": .string(role)]),
            try await send("POST", "/users/register", registration),
        ]
        let mails = [
            try await outbox.mails(.passwordReset, to: email, atLeast: 1),
            try await outbox.mails(.invitation, to: "guest@example.com", atLeast: 1),
            try await outbox.mails(.invitation, to: "idle@example.com", atLeast: 1),
            try await outbox.mails(.registration, to: "newcomer@example.com", atLeast: 1),
        ]
        let tokens = mails.compactMap { $0.first?.token }.map { secrets.keep($0, Self.oneTimeToken) }
        for token in tokens {
            for path in ["/auth/password/reset", "/users/invite/accept"] {
                let body: JSON = ["token": .string(token), "password": .string(make("password of a link"))]
                answers.append(try await send("POST", path, body))
                answers.append(try await send("POST", path, body))
                if answers[answers.count - 2].status == 204, path.hasPrefix("/auth") {
                    password = body["password"]?.string ?? password
                }
            }
            for path in ["/admin/reset-password", "/admin/accept-invite", "/admin/verify-email"] {
                answers.append(try await server.client.send("GET", "\(path)?token=\(token)"))
            }
            answers.append(try await server.client.send("GET", "/users/register/verify-email?token=\(token)"))
            answers.append(
                try await server.client.send("GET", "/users/me", headers: [("Authorization", "Bearer \(token)")]))
        }
        return answers
    }

    private mutating func ownAccount() async throws -> [HTTPAnswer] {
        let header = ("Authorization", "Bearer \(staticToken)")
        let before = password
        password = make("changed password")
        return [
            try await send(
                "PATCH", "/users/me", headers: [header],
                ["password": .string(make("password beside a wrong field")), "no_such_field": "x"]),
            try await send(
                "PATCH", "/users/me", headers: [header],
                ["password": .string(make("password beside a wrong value")), "email": "no address"]),
            try await send("PATCH", "/users/me", headers: [header], ["password": .string(password)]),
            try await send("POST", "/auth/login", ["email": .string(email), "password": .string(before)]),
            try await send("POST", "/auth/login", ["email": .string(email), "password": .string(password)]),
            try await send(
                "PATCH", "/users/me", headers: [header],
                ["tfa_secret": .string(make("seed")), "auth_data": .string(make("provider's data"))]),
            try await send("PATCH", "/users/me", headers: [header], ["token": .string(make("new static token"))]),
        ]
    }

    /// No HTTP, or not for long.
    private func brokenRequests() async {
        let requests = [
            "GET /users/me?access_token=\(staticToken) HTTP/9.9\r\n\r\n",
            "GET /users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(staticToken)\r\nBroken header\r\n\r\n",
            "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "zz\r\n{\"password\": \"\(password)\"}\r\n",
            "GET /users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: "
                + String(repeating: "\(Visitor.sessionCookie)=\(staticToken); ", count: 4000) + "\r\n\r\n",
        ]
        // The server may close the connection before all is sent: that is an answer too.
        for request in requests { _ = try? await server.client.raw([Array(request.utf8)]) }
        let login = #"{"email": "\#(email)", "password": "\#(String(repeating: password, count: 50_000))"}"#
        _ = try? await server.client.send(
            "POST", "/auth/login", headers: [("Content-Type", "application/json")], body: Array(login.utf8))
    }
}
