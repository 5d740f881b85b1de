import DirectusSDK
import Foundation
import TestSupport
import Testing

/// Each flow from the request to the mail to the page to signing in, with the binary, a real mail server, an independent
/// parser of the mail, and the SDK.
@Suite("Flows by mail, end to end", .timeLimit(.minutes(5)))
struct MailFlowTests {
    /// How the mail server is spoken to.
    enum Delivery: String, CaseIterable {
        case plain
        /// Nothing is taken before STARTTLS and a sign-in.
        case encrypted

        var options: SMTPServerProcess.Options {
            var options = SMTPServerProcess.Options()
            if self == .encrypted {
                options.encryption = .demanded
                options.credentials = ("postman", "the postman's own")
            }
            return options
        }

        func environment(_ server: SMTPServerProcess) -> [String: String] {
            var environment = [
                "EMAIL_TRANSPORT": "smtp", "EMAIL_SMTP_HOST": "localhost", "EMAIL_SMTP_PORT": "\(server.port)",
                "EMAIL_FROM": "auth@example.com", "PUBLIC_URL": "https://auth.example.com",
            ]
            if self == .encrypted {
                environment["EMAIL_SMTP_USER"] = "postman"
                environment["EMAIL_SMTP_PASSWORD"] = "the postman's own"
                environment["EMAIL_SMTP_TLS_CA_FILE"] = server.certificate.path
            }
            return environment
        }
    }

    /// A server that sends its mail to a real mail server, and what people do with both.
    private struct Scene {
        let peer: Peer
        let mail: SMTPServerProcess
        let delivery: Delivery

        /// The mail that comes as that one, read by Python's parser: the path of its link, and the token.
        func letter(_ number: Int, to address: String, subject: String) async throws -> (path: String, token: String) {
            let received = try #require(try await mail.letters(number).last)
            #expect(received.recipients == [address])
            #expect(received.sender == "auth@example.com")
            #expect(received.isEncrypted == (delivery == .encrypted))
            #expect(received.user == (delivery == .encrypted ? "postman" : nil))
            let letter = try await ReadLetter(received.message)
            #expect(letter.defects == [])
            #expect(letter.to.address == address)
            #expect(letter.subject == subject)
            let pattern = /https:\/\/auth\.example\.com(\/[a-z\/\-]+)\?token=([A-Za-z0-9_\-]{52})/
            let link = try #require(letter.text.firstMatch(of: pattern))
            #expect(letter.html.contains(link.0))
            return (String(link.1), String(link.2))
        }

        var http: HTTPClient { HTTPClient(port: peer.url.port ?? 0) }

        /// Sends the form of a page.
        func submit(_ path: String, _ fields: String) async throws -> HTTPAnswer {
            try await http.send(
                "POST", path, headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(fields.utf8))
        }

        func signIn(_ email: String, _ password: String) async throws {
            let client = peer.client(.json)
            try await client.login(email: email, password: password)
            #expect(try await client.request(.readMe(), as: DirectusUser.self).email == email)
            try await client.logout()
        }
    }

    private func run(_ delivery: Delivery, _ body: (Scene) async throws -> Void) async throws {
        try await SMTPServerProcess.use(delivery.options) { mail in
            try await Peer.useSallyport(delivery.environment(mail)) { peer, _ in
                try await body(Scene(peer: peer, mail: mail, delivery: delivery))
            }
        }
    }

    @Test("who forgot the password sets a new one: by the page, and by the SDK", arguments: Delivery.allCases)
    func reset(delivery: Delivery) async throws {
        try await run(delivery) { scene in
            let (email, anonymous) = (scene.peer.email, scene.peer.client(.json))
            try await anonymous.request(.passwordRequest(email))
            let first = try await scene.letter(1, to: email, subject: "Password Reset Request")
            #expect(first.path == "/admin/reset-password")
            #expect(try await scene.http.send("GET", "\(first.path)?token=\(first.token)").status == 200)
            let done = try await scene.submit(first.path, "token=\(first.token)&password=set+on+the+page+1")
            #expect(done.status == 200)
            try await scene.signIn(email, "set on the page 1")
            // The notice of it comes second.
            _ = try await scene.mail.letters(2)
            try await anonymous.request(.passwordRequest(email))
            let second = try await scene.letter(3, to: email, subject: "Password Reset Request")
            try await anonymous.request(.passwordReset(second.token, "set by the SDK 2"))
            try await scene.signIn(email, "set by the SDK 2")
        }
    }

    @Test("who is invited chooses a password: on the page, and by the SDK", arguments: Delivery.allCases)
    func invitation(delivery: Delivery) async throws {
        try await run(delivery) { scene in
            let administrator = try await scene.peer.signedIn(.json)
            let role = try await administrator.request(.createRole(["name": "Guest"]), as: DirectusRole.self)
            let id = try #require(role.id)
            try await administrator.request(.inviteUser("one@example.com", id))
            let first = try await scene.letter(1, to: "one@example.com", subject: "You've been invited")
            #expect(first.path == "/admin/accept-invite")
            let accepted = try await scene.submit(first.path, "token=\(first.token)&password=chosen+on+the+page+1")
            #expect(accepted.status == 200)
            try await administrator.request(.inviteUser("two@example.com", id))
            let second = try await scene.letter(2, to: "two@example.com", subject: "You've been invited")
            try await scene.peer.client(.json).request(.acceptUserInvite(second.token, "chosen by the SDK 2"))
            for (email, password) in [
                ("one@example.com", "chosen on the page 1"), ("two@example.com", "chosen by the SDK 2"),
            ] {
                let client = scene.peer.client(.json)
                try await client.login(email: email, password: password)
                try await client.logout()
            }
        }
    }

    @Test("who registers confirms the address: on the page, and by the SDK", arguments: Delivery.allCases)
    func registration(delivery: Delivery) async throws {
        try await run(delivery) { scene in
            let administrator = try await scene.peer.signedIn(.json)
            try await administrator.request(.updateSettings(["public_registration": true]))
            let anonymous = scene.peer.client(.json)
            for (number, email) in [(1, "one@example.com"), (2, "two@example.com")] {
                try await anonymous.request(
                    .registerUser(email, "my very own \(number)", verificationURL: nil, firstName: "Ada", lastName: nil)
                )
                let letter = try await scene.letter(number, to: email, subject: "Verify your email address")
                #expect(letter.path == "/admin/verify-email")
                if number == 1 {
                    let page = try await scene.submit("/admin/verify-email", "token=\(letter.token)")
                    #expect(page.status == 200)
                } else {
                    try await anonymous.request(.registerUserVerify(letter.token))
                }
                let client = scene.peer.client(.json)
                try await client.login(email: email, password: "my very own \(number)")
                try await client.logout()
            }
        }
    }
}
