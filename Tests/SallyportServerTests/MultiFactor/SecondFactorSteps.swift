import SallyportCore
import TestSupport
import Testing

/// What people do with a second factor.
extension TestServer {
    /// Signs in, sets up a second factor, and goes on with the session that did.
    ///
    /// - Returns: the seed, as an authenticator app keeps it, and the session.
    func enableSecondFactor(
        _ email: String = "alice@example.com", _ mode: TokenMode = .json
    ) async throws -> (seed: String, visitor: Visitor) {
        let visitor = try await Visitor(self, mode, email: email)
        let seed = try await generateSeed(visitor)
        let answer = try await enable(visitor, seed, code(seed))
        try #require(answer.status == 204, "\(answer.text)")
        return (seed, visitor)
    }

    func generateSeed(_ visitor: Visitor, password: String = Fixture.password) async throws -> String {
        let answer = try await generate(visitor, password: password)
        return try #require(answer.json["data"]?["secret"]?.string, "\(answer.text)")
    }

    func generate(_ visitor: Visitor, password: String = Fixture.password) async throws -> HTTPAnswer {
        try await post(
            "/users/me/tfa/generate", ["password": .string(password)], headers: visitor.authorization)
    }

    func enable(_ visitor: Visitor, _ seed: String, _ code: String) async throws -> HTTPAnswer {
        try await post(
            "/users/me/tfa/enable", ["secret": .string(seed), "otp": .string(code)], headers: visitor.authorization)
    }

    func disable(_ visitor: Visitor, _ code: String) async throws -> HTTPAnswer {
        try await post("/users/me/tfa/disable", ["otp": .string(code)], headers: visitor.authorization)
    }

    /// What the app shows now, or so many steps from now.
    func code(_ seed: String, stepsAhead steps: Int64 = 0) -> String {
        TimeCode.text(seed: seed, at: clock.now + .seconds(30 * steps))
    }

    /// What the app shows from a while on at which every earlier code is over.
    func freshCode(_ seed: String) -> String {
        clock.advance(by: .seconds(60))
        return code(seed)
    }

    func signIn(
        code: String?, email: String = "alice@example.com", password: String = Fixture.password,
        mode: TokenMode = .json
    ) async throws -> HTTPAnswer {
        var body: JSON.Object = [
            "email": .string(email), "password": .string(password), "mode": .string(mode.rawValue),
        ]
        if let code { body.append("otp", .string(code)) }
        return try await post("/auth/login", .object(body))
    }

    /// Makes recovery codes.
    func recoveryCodes(_ visitor: Visitor) async throws -> [String] {
        let answer = try await post(
            "/users/me/tfa/recovery-codes", ["password": .string(Fixture.password)], headers: visitor.authorization)
        return try #require(answer.json["data"]?["recovery_codes"]?.array, "\(answer.text)").compactMap(\.string)
    }

    func remainingRecoveryCodes(_ visitor: Visitor) async throws -> JSON? {
        try await client.send("GET", "/users/me/tfa/recovery-codes", headers: visitor.authorization).json["data"]?[
            "remaining"]
    }
}
