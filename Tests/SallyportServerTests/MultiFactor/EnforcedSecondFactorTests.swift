import SallyportCore
import TestSupport
import Testing

/// `enforce_tfa`, enforced (D16; attack 25 of security.md 3f).
@Suite("An enforced second factor")
struct EnforcedSecondFactorTests {
    private static let eve = "eve@example.com"

    /// Where the policy hangs that enforces it.
    enum Holder: String, CaseIterable {
        case account, role, grandparent
    }

    /// Makes an account that owes a second factor, and may do everything else.
    private static func make(_ holder: Holder, on server: TestServer) async throws {
        _ = try await Fixture.make(on: server)
        let roles = ["grandparent", "parent", "own"].map {
            Role.ID(rawValue: "00000000-0000-4000-8000-0000000000\(10 + $0.count)")
        }
        let policy = Policy.ID(rawValue: "00000000-0000-4000-8000-000000000f00")
        let all = Policy.ID(rawValue: "00000000-0000-4000-8000-000000000f01")
        try await server.vault.write(.relaxed) { transaction in
            try transaction.insert(Role(id: roles[0], name: "Grandparent"))
            try transaction.insert(Role(id: roles[1], name: "Parent", parent: roles[0]))
            try transaction.insert(Role(id: roles[2], name: "Own", parent: roles[1]))
            try transaction.insert(Policy(id: policy, name: "Enforce", enforcesSecondFactor: true))
            try transaction.insert(Policy(id: all, name: "All", hasAdminAccess: true, hasAppAccess: true))
            try transaction.attach(all, to: .role(roles[2]), id: "00000000-0000-4000-8000-000000000a01")
        }
        let id = try await server.core.administerAccounts.create(
            EmailAddress(eve), password: Password(Fixture.password), role: "Own",
            staticToken: Secret("a-static-token-of-eve"), in: .team)
        let target: PolicyHolder =
            switch holder {
            case .account: .account(id)
            case .role: .role(roles[2])
            case .grandparent: .role(roles[0])
            }
        try await server.vault.write(.relaxed) {
            try $0.attach(policy, to: target, id: "00000000-0000-4000-8000-000000000a00")
        }
    }

    @Test(
        "a token that owes a second factor opens its set-up, oneself and the way out, and nothing else",
        arguments: Holder.allCases)
    func owes(holder: Holder) async throws {
        try await TestServer.run { server in
            try await Self.make(holder, on: server)
            var visitor = try await Visitor(server, email: Self.eve)
            for path in [
                "/users", "/users?limit=1", "/roles", "/roles/me", "/policies", "/permissions/me", "/settings",
                "/activity", "/sessions", "/users/me/../", "/users/me/track",
            ] {
                let answer = try await server.client.send("GET", path, headers: visitor.authorization)
                #expect(answer.status == 403, "\(path)")
                #expect(answer.errorCode == "FORBIDDEN", "\(path)")
            }
            let hash = try await server.post(
                "/utils/hash/generate", ["string": "x"], headers: visitor.authorization)
            #expect(hash.status == 403)
            #expect(
                try await server.client.send("DELETE", "/sessions/others", headers: visitor.authorization).status == 403
            )
            // Oneself, and nobody through oneself; to look at, not to change: a static token would owe nothing.
            for query in [
                "fields=role.users.*", "fields=*.*", "fields[]=policies.policy.id", "deep[role][_limit]=1",
                "filter[role][name][_eq]=x",
            ] {
                let answer = try await server.client.send(
                    "GET", "/users/me?\(query)", headers: visitor.authorization)
                #expect(answer.errorCode == "FORBIDDEN", "\(query)")
            }
            for change: JSON in [
                ["token": "0123456789abcdef"], ["first_name": "Eve"],
                ["role": ["id": "00000000-0000-4000-8000-000000000013", "name": "Free"]],
            ] {
                let answer = try await server.client.send(
                    "PATCH", "/users/me", headers: visitor.authorization, json: change)
                #expect(answer.errorCode == "FORBIDDEN")
            }
            let own = try await server.client.send(
                "GET", "/users/me?fields=email,tfa_secret&fields[]=id", headers: visitor.authorization)
            #expect(own.json["data"]?["email"]?.string == Self.eve)
            for path in ["/users/me", "/policies/me/globals", "/server/info", "/auth"] {
                let answer = try await server.client.send("GET", path, headers: visitor.authorization)
                #expect(answer.status == 200, "\(path)")
            }
            #expect(try await visitor.refresh().status == 200)
            let seed = try await server.generateSeed(visitor)
            #expect(try await server.enable(visitor, seed, server.code(seed)).status == 204)
            #expect(try await server.client.send("GET", "/users", headers: visitor.authorization).status == 200)
            #expect(try await visitor.signOut().status == 204)
        }
    }

    @Test("a static token owes nothing")
    func staticToken() async throws {
        try await TestServer.run { server in
            try await Self.make(.role, on: server)
            let headers = [("Authorization", "Bearer a-static-token-of-eve")]
            #expect(try await server.client.send("GET", "/users", headers: headers).status == 200)
        }
    }

    @Test("attack 25: whose second factor is removed owes one again, at once, in every session that lives on")
    func removed() async throws {
        try await TestServer.run { server in
            try await Self.make(.role, on: server)
            let (seed, visitor) = try await server.enableSecondFactor(Self.eve)
            #expect(try await server.client.send("GET", "/users", headers: visitor.authorization).status == 200)
            #expect(try await server.disable(visitor, server.freshCode(seed)).status == 204)
            #expect(try await server.client.send("GET", "/users", headers: visitor.authorization).status == 403)
            #expect(try await visitor.readSelf().status == 200)
        }
    }

    @Test("the claim stands in tokens of those who owe one, and in no others")
    func claim() async throws {
        try await TestServer.run { server in
            try await Self.make(.grandparent, on: server)
            let before = try await Visitor(server, email: Self.eve)
            let (seed, _) = try await server.enableSecondFactor(Self.eve)
            let answer = try await server.signIn(code: server.freshCode(seed), email: Self.eve)
            let after = try #require(Visitor(server.client, .json, keeping: answer))
            #expect(Self.claims(before)?["enforce_tfa"] == true)
            #expect(Self.claims(after)?["enforce_tfa"] == nil)
        }
    }

    private static func claims(_ visitor: Visitor) -> JSON? {
        let parts = visitor.accessToken?.split(separator: ".") ?? []
        return parts.count == 3 ? Base64URL.decode(parts[1].utf8).flatMap { try? JSON(parsing: $0) } : nil
    }
}
