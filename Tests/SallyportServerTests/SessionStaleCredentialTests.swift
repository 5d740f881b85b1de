import Foundation
import SallyportCore
import TestSupport
import Testing

/// A request takes time: its body drips, its hash waits. What it may do is judged when it is done, not when it began.
@Suite("A credential that is lost on the way")
struct SessionStaleCredentialTests {
    /// Somebody who has shown a good credential, and whose request is still on its way.
    private func identity(_ credential: String, at server: TestServer) async throws -> Identity {
        try await server.core.authenticate(credential, realm: .team, client: Client())
    }

    private func setPassword(of late: Identity, at server: TestServer) async throws {
        _ = try await server.core.writeItems.update(
            .keys([.text(late.account.id.rawValue)], ["password": "a thief's password"]), in: .users,
            by: Caller(late, client: Client()))
    }

    @Test("after a logout, a request that began before it changes nothing")
    func signedOut() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server)
            let late = try await identity(try #require(visitor.accessToken), at: server)
            #expect(try await visitor.signOut().status == 204)
            await #expect(throws: ItemFailure.self) { try await setPassword(of: late, at: server) }
            _ = try await Visitor(server)
        }
    }

    @Test("after a suspension, a request that began before it changes nothing, with a static token either")
    func suspended() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let bob = EmailAddress("bob@example.com")
            let late = try await identity(Fixture.bobToken, at: server)
            try await server.core.administerAccounts.setStatus(.suspended, of: bob, in: .team)
            await #expect(throws: ItemFailure.self) { try await setPassword(of: late, at: server) }
            try await server.core.administerAccounts.setStatus(.active, of: bob, in: .team)
            _ = try await Visitor(server, email: "bob@example.com")
        }
    }

    @Test("a right that was taken away on the way is not used any more")
    func lostRight() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server)
            let late = try await identity(try #require(visitor.accessToken), at: server)
            try await server.vault.write(.relaxed) { transaction in
                guard var alice = try transaction.account(late.account.id) else { return }
                alice.role = nil
                try transaction.update(alice)
            }
            await #expect(throws: ItemFailure.self) { try await setPassword(of: late, at: server) }
        }
    }
}
