import SallyportCore
import TestSupport

extension TestServer {
    static let administratorEmail = "admin@example.com"

    /// Makes the one account that a test of the door needs, as the fixture does.
    func makeAdministrator() async throws {
        try await core.setUp(
            SetUp.Administrator(
                email: EmailAddress(Self.administratorEmail), password: Password(Fixture.password),
                staticToken: Secret(Fixture.administratorToken)),
            client: Client())
    }

    /// Signs in with the right password, in json mode unless it is said otherwise.
    func signInAsAdministrator(
        mode: TokenMode = .json, headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        try await client.send(
            "POST", "/auth/login", headers: headers,
            json: [
                "email": .string(Self.administratorEmail), "password": .string(Fixture.password),
                "mode": .string(mode.rawValue),
            ])
    }

    /// Signs in, and keeps what comes back.
    func administrator(_ mode: TokenMode = .json) async throws -> Visitor {
        try await Visitor(self, mode, email: Self.administratorEmail)
    }

    /// The header fields of an administrator with a static token.
    static let asAdministrator = [("Authorization", "Bearer \(Fixture.administratorToken)")]
}
