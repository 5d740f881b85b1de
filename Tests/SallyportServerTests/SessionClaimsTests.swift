import Foundation
import SallyportCore
import TestSupport
import Testing

/// What an access token claims, and what it opens (Directus spec sections 1.8 and 2.7).
@Suite("The claims of an access token")
struct SessionClaimsTests {
    /// The claims of a JWT, unverified.
    private static func claims(_ token: String?) throws -> JSON {
        let parts = try #require(token).split(separator: ".")
        return try JSON(parsing: try #require(Base64URL.decode(parts[1].utf8)))
    }

    /// A role below another one that holds the policy, and alice in it.
    private static func giveAlice(_ policy: Policy, on server: TestServer) async throws {
        let top = Role(id: Role.ID(rawValue: UUID().uuidString.lowercased()), name: "Top")
        let leaf = Role(id: Role.ID(rawValue: UUID().uuidString.lowercased()), name: "Leaf", parent: top.id)
        let attachment = UUID().uuidString.lowercased()
        try await server.vault.write(.relaxed) { transaction in
            try transaction.insert(top)
            try transaction.insert(leaf)
            try transaction.insert(policy)
            try transaction.attach(policy.id, to: .role(top.id), id: attachment)
            guard var alice = try transaction.account(EmailAddress("alice@example.com"), in: .team) else { return }
            alice.role = leaf.id
            try transaction.update(alice)
        }
    }

    private static func policy(addresses: [String] = []) -> Policy {
        Policy(
            id: Policy.ID(rawValue: UUID().uuidString.lowercased()), name: "Top", hasAdminAccess: true,
            enforcesSecondFactor: true, addresses: addresses)
    }

    @Test("json and cookie mode claim what Directus claims, the session and its counter; not the refresh token")
    func bearer() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            for mode in [TokenMode.json, .cookie] {
                let visitor = try await Visitor(server, mode)
                let claims = try Self.claims(visitor.accessToken)
                #expect(claims["id"]?.string == fixture.accounts["alice"]?.rawValue)
                #expect(claims["role"]?.string == fixture.member.rawValue)
                #expect(claims["app_access"] == true)
                #expect(claims["admin_access"] == false)
                #expect(claims["enforce_tfa"] == nil)
                #expect(claims["iss"] == "directus")
                #expect(claims["n"] == 0)
                #expect(claims["session"] == nil)
                #expect(claims["iat"] == .integer(server.clock.now.seconds))
                #expect(claims["exp"] == .integer(server.clock.now.seconds + 900))
            }
        }
    }

    @Test("session mode claims the refresh token as session, and lives a day")
    func session() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let claims = try Self.claims(try await Visitor(server, .session).credential)
            #expect(claims["session"]?.string?.count == 64)
            #expect(claims["sid"] == nil)
            #expect(claims["exp"] == .integer(server.clock.now.seconds + 86_400))
        }
    }

    @Test("what a parent of the role holds counts, at sign-in and at refresh")
    func parents() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            try await Self.giveAlice(Self.policy(), on: server)
            var visitor = try await Visitor(server)
            for _ in 0..<2 {
                let claims = try Self.claims(visitor.accessToken)
                #expect(claims["admin_access"] == true)
                #expect(claims["app_access"] == true)
                #expect(claims["enforce_tfa"] == true)
                try await visitor.refresh()
            }
        }
    }

    @Test(
        "a policy that is bound to addresses counts there only, for the claims and for what is shown",
        arguments: [("127.0.0.0/8", true), ("192.0.2.0/24", false)])
    func addresses(range: String, counts: Bool) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            try await Self.giveAlice(Self.policy(addresses: [range]), on: server)
            let visitor = try await Visitor(server)
            #expect(try Self.claims(visitor.accessToken)["admin_access"] == .bool(counts))
            let shown = try await visitor.readSelf().json["data"]
            // Only an administrator sees his static token's field.
            #expect((shown?["token"] != nil) == counts)
        }
    }

    @Test("rights change within a second, whatever the token still claims")
    func changedRights() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server)
            #expect(try await visitor.readSelf().json["data"]?["token"] == nil)
            try await Self.giveAlice(Self.policy(), on: server)
            server.clock.advance(by: .seconds(1))
            #expect(try await visitor.readSelf().json["data"]?["token"] == .null)
        }
    }

    @Test("an outdated hash is replaced at the next sign-in, and only by the right password")
    func rehash() async throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestServer.run(folder: folder) { server in _ = try await Fixture.make(on: server) }
        try await TestServer.run(["HASH_TIME_COST": "2"], folder: folder) { server in
            let alice = EmailAddress("alice@example.com")
            func passes() async throws -> Int? {
                try await server.vault.read { try $0.account(alice, in: .team)?.passwordHash?.parameters?.time }
            }
            await #expect(throws: Visitor.Refused.self) { _ = try await Visitor(server, password: "wrong horse 9") }
            #expect(try await passes() == 1)
            _ = try await Visitor(server)
            #expect(try await passes() == 2)
            _ = try await Visitor(server)
        }
    }
}
