import SallyportCore
import TestSupport
import Testing

/// Attacks 6 and 10 of security.md 3f, across nodes: what ends on one node, ends on all.
@Suite("What ends on one node ends on the others", .timeLimit(.minutes(2)))
struct CredentialEndTests {
    /// What ends every session of an account, or one.
    enum Ending: String, CaseIterable {
        case signOut, ownNewPassword, newPassword, suspension, archive, deletion
    }

    /// Who must have fallen within a second, by a clock that stands still: told, not out of date.
    static let bound = Duration.seconds(1)

    @Test("attack 6: access and refresh token of every mode are dead on the other nodes", arguments: Ending.allCases)
    func sessions(ending: Ending) async throws {
        try await LocalNodes.use { cluster in
            let visitors = try await believedEverywhere(cluster)
            let other = try await Visitor(cluster[0], .json)
            try await end(visitors, by: ending, other: other, cluster)
            for visitor in visitors {
                for node in cluster.nodes {
                    try await expectEnd(visitor, at: node)
                    let refresh = try await visitor.at(node).refreshing()
                    #expect(refresh.status == 401)
                    #expect(refresh.errorCode == "INVALID_CREDENTIALS")
                }
            }
        }
    }

    /// One visitor in each mode, whom every node knows and believes in.
    private func believedEverywhere(_ cluster: LocalNodes) async throws -> [Visitor] {
        let visitors = try await concurrently(TokenMode.allCases) { try await Visitor(cluster[1], $0) }
        for node in cluster.nodes {
            for visitor in visitors + visitors { #expect(try await visitor.at(node).readSelf().status == 200) }
        }
        await cluster.settle()
        return visitors
    }

    private func end(_ visitors: [Visitor], by ending: Ending, other: Visitor, _ cluster: LocalNodes) async throws {
        let alice = EmailAddress("alice@example.com")
        let accounts = cluster[0].core.administerAccounts
        switch ending {
        case .signOut:
            for visitor in visitors { #expect(try await visitor.at(cluster[0]).signOut().status == 204) }
        case .ownNewPassword:
            let answer = try await cluster[0].client.send(
                "PATCH", "/users/me", headers: other.authorization, json: ["password": "another horse 9"])
            #expect(answer.status == 200)
        case .newPassword: try await accounts.setPassword(Password("another horse 9"), of: alice, in: .team)
        case .suspension: try await accounts.setStatus(.suspended, of: alice, in: .team)
        case .archive: try await accounts.setStatus(.archived, of: alice, in: .team)
        case .deletion: try await accounts.delete(alice, in: .team)
        }
    }

    @Test(
        "attack 6: a static token is dead on the other nodes", arguments: ["replaced", "suspended", "deleted"])
    func staticToken(ending: String) async throws {
        try await LocalNodes.use { cluster in
            let headers = [("Authorization", "Bearer \(Fixture.bobToken)")]
            for node in cluster.nodes {
                for _ in 0..<2 {
                    #expect(try await node.client.send("GET", "/users/me", headers: headers).status == 200)
                }
            }
            let bob = EmailAddress("bob@example.com")
            let account = try #require(cluster.fixture.accounts["bob"])
            switch ending {
            case "replaced":
                try await cluster.database.query(
                    "UPDATE static_tokens SET digest = '\\x00' WHERE account = '\(account.rawValue)'")
            case "suspended": try await cluster[0].core.administerAccounts.setStatus(.suspended, of: bob, in: .team)
            default: try await cluster[0].core.administerAccounts.delete(bob, in: .team)
            }
            for node in cluster.nodes {
                let died = try await timeOfLast(within: Self.bound) {
                    try await node.client.send("GET", "/users/me", headers: headers).status == 200
                }
                #expect(died != nil)
                #expect(try await node.client.send("GET", "/users/me", headers: headers).status == 401)
            }
        }
    }

    @Test("attack 6: who loses his role, a right of it or a policy, has lost it on the other nodes", arguments: 0..<3)
    func rights(change: Int) async throws {
        try await LocalNodes.use { cluster in
            let visitor = try await Visitor(cluster[1])
            for node in cluster.nodes { #expect(try await visitor.at(node).rename().status == 200) }
            let account = try #require(cluster.fixture.accounts["alice"])
            try await cluster.database.query(
                [
                    "UPDATE accounts SET role = NULL WHERE id = '\(account.rawValue)'", "DELETE FROM permissions",
                    "DELETE FROM access WHERE role = '\(cluster.fixture.member.rawValue)'",
                ][change])
            for node in cluster.nodes {
                let lost = try await timeOfLast(within: Self.bound) {
                    try await visitor.at(node).rename().status == 200
                }
                #expect(lost != nil)
                #expect(try await visitor.at(node).rename().status == 403)
            }
        }
    }

    @Test(
        "attack 10: a row that is changed or deleted by hand is believed for a second at most",
        arguments: [
            "DELETE FROM sessions", "UPDATE sessions SET revoked_at = 1", "UPDATE accounts SET status = 'suspended'",
            "DELETE FROM accounts WHERE email = 'alice@example.com'", "TRUNCATE sessions",
        ])
    func rows(statement: String) async throws {
        try await LocalNodes.use { cluster in
            let visitors = try await believedEverywhere(cluster)
            try await cluster.database.query(statement)
            // TRUNCATE announces nothing, and nobody can say when the others were heard; the second is the bound.
            cluster.clock.advance(by: .seconds(1))
            for node in cluster.nodes {
                for visitor in visitors {
                    #expect(try await visitor.at(node).readSelf().status == 401)
                    #expect(try await visitor.at(node).refreshing().status == 401)
                }
            }
        }
    }

    /// The visitor's access credential dies at the node, by what the node is told.
    private func expectEnd(_ visitor: Visitor, at node: TestServer) async throws {
        let died = try await timeOfLast(within: Self.bound) { try await visitor.at(node).readSelf().status == 200 }
        #expect(died != nil)
        let answer = try await visitor.at(node).readSelf()
        #expect(answer.status == 401)
        #expect(answer.errorCode == "INVALID_CREDENTIALS")
    }
}

extension Visitor {
    /// Changes what the role Member may.
    fileprivate func rename() async throws -> HTTPAnswer {
        try await client.send("PATCH", "/users/me", headers: authorization, json: ["first_name": "Alicia"])
    }
}
