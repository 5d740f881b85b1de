import SallyportCore
import TestSupport
import Testing

/// What people do in the flows that go by mail.
extension TestServer {
    static let newPassword = "a new horse 10"

    /// Asks for a mail to set a new password, as patiently as one must, and reads it.
    func passwordResetToken(_ email: String, url: String? = nil) async throws -> String {
        clock.advance(by: .seconds(60))
        return try await outbox.token(.passwordReset, to: email) {
            _ = try await post("/auth/password/request", ["email": .string(email), "reset_url": JSON(url)])
        }
    }

    /// Invites somebody, and reads his mail.
    func invitationToken(_ email: String, role: Role.ID) async throws -> String {
        try await outbox.token(.invitation, to: email) {
            _ = try await post(
                "/users/invite", ["email": .string(email), "role": .string(role.rawValue)],
                headers: Self.asAdministrator)
        }
    }

    /// Registers, and reads the mail.
    func registrationToken(_ email: String, password: String = newPassword) async throws -> String {
        try await outbox.token(.registration, to: email) {
            _ = try await post("/users/register", ["email": .string(email), "password": .string(password)])
        }
    }

    func post(_ path: String, _ body: JSON, headers: [(String, String)] = []) async throws -> HTTPAnswer {
        try await client.send("POST", path, headers: headers, json: body)
    }

    func reset(_ token: String, _ password: String = newPassword) async throws -> HTTPAnswer {
        try await post("/auth/password/reset", ["token": .string(token), "password": .string(password)])
    }

    func accept(_ token: String, _ password: String = newPassword) async throws -> HTTPAnswer {
        try await post("/users/invite/accept", ["token": .string(token), "password": .string(password)])
    }

    /// Confirms as a program does.
    func confirm(_ token: String, headers: [(String, String)] = []) async throws -> HTTPAnswer {
        try await client.send("GET", "/users/register/verify-email?token=\(token)", headers: headers)
    }

    func signIn(_ email: String, _ password: String) async throws -> HTTPAnswer {
        try await post("/auth/login", ["email": .string(email), "password": .string(password)])
    }

    /// Changes settings as an administrator.
    func set(_ settings: JSON) async throws {
        let answer = try await client.send("PATCH", "/settings", headers: Self.asAdministrator, json: settings)
        try #require(answer.status == 200, "\(answer.text)")
    }
}
