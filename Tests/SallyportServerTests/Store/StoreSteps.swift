import SallyportCore
import TestSupport
import Testing

/// What customers do at the store's door.
extension TestServer {
    static let store = [
        "MEDUSA_ENABLED": "true", "MEDUSA_PASSWORD_RESET_URL": "https://shop.example.com/reset",
        "STORE_CORS": "https://shop.example.com", "RATE_LIMITER_REGISTRATION_ENABLED": "false",
    ]
    static let customer = "cust@example.com"
    static let customerPassword = "a password of the store"

    /// A server whose store is open, with the team's accounts of the fixture.
    static func openStore(
        _ environment: [String: String] = [:], passwords: (any PasswordHasher)? = CountingHasher(),
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        try await run(store.merging(environment) { $1 }, passwords: passwords) { server in
            _ = try await Fixture.make(on: server)
            try await body(server)
        }
    }

    /// Registers a customer in the first interface.
    ///
    /// - Returns: the cookie.
    @discardableResult
    func becomeCustomer(_ email: String = customer, password: String = customerPassword) async throws -> String {
        let answer = try await post("/store/customers", ["email": .string(email), "password": .string(password)])
        return try #require(answer.cookie("connect.sid"), "\(answer.text)")
    }

    func storeSignIn(_ email: String = customer, _ password: String = customerPassword) async throws -> HTTPAnswer {
        try await post("/store/auth", ["email": .string(email), "password": .string(password)])
    }

    func storeToken(_ email: String = customer, _ password: String = customerPassword) async throws -> String {
        let answer = try await post(
            "/store/auth/token", ["email": .string(email), "password": .string(password)])
        return try #require(answer.json["access_token"]?.string, "\(answer.text)")
    }

    /// Registers in the second interface.
    ///
    /// - Returns: the token.
    func register(_ email: String, password: String = customerPassword) async throws -> String {
        let answer = try await post(
            "/auth/customer/emailpass/register", ["email": .string(email), "password": .string(password)])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }

    func secondSignIn(_ email: String, password: String = customerPassword) async throws -> String {
        let answer = try await post(
            "/auth/customer/emailpass", ["email": .string(email), "password": .string(password)])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }

    static func bearer(_ token: String) -> [(String, String)] { [("Authorization", "Bearer \(token)")] }
    static func cookie(_ value: String) -> [(String, String)] { [("Cookie", "connect.sid=\(value)")] }

    /// Gives a customer that hash, as an import does.
    func store(_ hash: PasswordHash, of email: String) async throws {
        try await vault.write(.durable) { transaction in
            var account = try #require(try transaction.account(EmailAddress(email), in: .store))
            account.passwordHash = hash
            try transaction.update(account)
        }
    }

    /// Who somebody is, in the first interface.
    func storeMe(_ headers: [(String, String)]) async throws -> HTTPAnswer {
        try await client.send("GET", "/store/customers/me", headers: headers)
    }

    /// The token of a mail to set a customer's new password.
    func customerResetToken(_ email: String = customer) async throws -> String {
        clock.advance(by: .seconds(60))
        return try await outbox.token(.customerPasswordReset, to: email) {
            _ = try await post("/store/customers/password-token", ["email": .string(email)])
        }
    }
}
