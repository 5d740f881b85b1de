import SallyportCore
import TestSupport

extension CarelessTraffic {
    /// A customer in both interfaces of the store's door, right and wrong, with a new password by mail.
    mutating func store() async throws -> [HTTPAnswer] {
        let email = "customer@example.com"
        let credentials: JSON = ["email": .string(email), "password": .string(make("customer's password"))]
        let wrong: JSON = ["email": .string(email), "password": .string(make("customer's wrong password"))]
        var answers: [HTTPAnswer] = []
        for path in ["/store/customers", "/store/auth", "/store/auth/token", "/auth/customer/emailpass"] {
            for body in [credentials, wrong] { answers.append(try await send("POST", path, body)) }
        }
        let cookie = ("Cookie", "connect.sid=\(answers[2].cookie("connect.sid") ?? "")")
        let bearers = [answers[4].json["access_token"], answers[6].json["token"]].map { token in
            ("Authorization", "Bearer \(token?.string ?? "")")
        }
        let forged = ("Cookie", "connect.sid=s%3A\(make("forged cookie")).\(make("forged cookie"))")
        for header in [cookie, forged] + bearers {
            for (method, path) in [
                ("GET", "/store/auth"), ("POST", "/store/customers/me"), ("POST", "/auth/token/refresh"),
                ("POST", "/auth/session"), ("GET", "/users/me"), ("GET", "/store/nowhere"),
            ] {
                let changes: JSON = ["password": .string(make("password beside a wrong field")), "no_such_field": "x"]
                answers.append(try await send(method, path, headers: [header], changes))
            }
        }
        answers.append(try await send("POST", "/store/customers/password-token", ["email": .string(email)]))
        let mail = try await outbox.mails(.customerPasswordReset, to: email, atLeast: 1).first
        let token = secrets.keep(mail?.token ?? "no token", Self.oneTimeToken)
        for _ in 0..<2 {
            let body: JSON = [
                "email": .string(email), "token": .string(token), "password": .string(make("customer's new password")),
            ]
            answers.append(try await send("POST", "/store/customers/password-reset", body))
            answers.append(
                try await send(
                    "POST", "/auth/customer/emailpass/update", headers: [("Authorization", "Bearer \(token)")],
                    ["password": .string(make("customer's newer password"))]))
        }
        for header in [cookie] + bearers {
            answers.append(try await server.client.send("DELETE", "/store/auth", headers: [header]))
        }
        return answers
    }
}
