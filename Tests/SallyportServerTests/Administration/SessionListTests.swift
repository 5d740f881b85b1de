import SallyportCore
import TestSupport
import Testing

/// `/sessions`: beyond Directus, an account sees its own sessions and ends them (ASVS 5.0, 7.5.2 and 7.4.5).
@Suite("The list of sessions")
struct SessionListTests {
    private func sessions(_ visitor: Visitor, _ query: String = "") async throws -> [JSON] {
        let answer = try await visitor.client.send(
            "GET", "/sessions\(query)", headers: visitor.authorization)
        return answer.json["data"]?.array ?? []
    }

    @Test("one sees one's own living sessions, and which one is this", arguments: TokenMode.allCases)
    func list(mode: TokenMode) async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let first = try await Visitor(server, mode)
            let second = try await Visitor(server, .json)
            _ = try await Visitor(server, .json, email: "carol@example.com")
            let listed = try await sessions(first)
            #expect(listed.count == 2)
            #expect(listed.filter { $0["current"] == true }.count == 1)
            let other = try #require(try await sessions(second).first { $0["current"] == true })
            let mine = try #require(listed.first { $0["current"] == true })
            #expect(other["id"] != mine["id"])
            #expect(mine["user"]?.string == fixture.accounts["alice"]?.rawValue)
            #expect(mine["ip"] == "127.0.0.1")
            #expect(mine["created"] == "2026-06-05T12:00:00.000Z")
            #expect(
                mine["expires"]?.string == (mode == .session ? "2026-06-06T12:00:00.000Z" : "2026-06-12T12:00:00.000Z"))
        }
    }

    @Test("one ends one of one's own, and nobody else's", arguments: TokenMode.allCases)
    func end(mode: TokenMode) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let first = try await Visitor(server, mode)
            let second = try await Visitor(server, mode)
            let carol = try await Visitor(server, .json, email: "carol@example.com")
            let theirs = try #require(try await sessions(carol).first?["id"]?.string)
            let other = try #require(try await sessions(first).first { $0["current"] == false }?["id"]?.string)
            #expect(
                try await server.client.send("DELETE", "/sessions/\(theirs)", headers: first.authorization).status
                    == 403)
            #expect(try await carol.readSelf().status == 200)
            // One that is not one's own, and none is ended.
            #expect(
                try await server.client.send(
                    "DELETE", "/sessions", headers: first.authorization, json: [.string(other), .string(theirs)]
                ).status == 403)
            #expect(try await second.readSelf().status == 200)
            #expect(
                try await server.client.send("DELETE", "/sessions/\(other)", headers: first.authorization).status == 204
            )
            #expect(try await second.readSelf().status == 401)
            #expect(try await second.refreshing().status == 401)
            #expect(try await first.readSelf().status == 200)
        }
    }

    @Test("one signs out everywhere else; an administrator ends anybody's")
    func others() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let mine = try await Visitor(server, .session)
            let others = [try await Visitor(server, .json), try await Visitor(server, .cookie)]
            let carol = try await Visitor(server, .json, email: "carol@example.com")
            #expect(
                try await server.client.send("DELETE", "/sessions/others", headers: mine.authorization).status == 204)
            for other in others { #expect(try await other.readSelf().status == 401) }
            #expect(try await mine.readSelf().status == 200)
            #expect(try await carol.readSelf().status == 200)
            let id = try #require(fixture.accounts["carol"]).rawValue
            let administrator = Asker.administrator(server)
            let ended = try await administrator(
                "DELETE", "/sessions", body: ["query": ["filter": ["user": ["_eq": .string(id)]]]])
            #expect(ended.status == 204)
            #expect(try await carol.readSelf().status == 401)
            #expect(
                try await administrator.list("/activity", "item", ["filter[collection][_eq]": "directus_sessions"])
                    .count
                    == 3)
        }
    }

    @Test("what has ended is not listed")
    func ended() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let old = try await Visitor(server, .session)
            let signedOut = try await Visitor(server)
            _ = try await signedOut.signOut()
            #expect(try await sessions(old).count == 1)
            server.clock.advance(by: .seconds(90_000))
            #expect(try await sessions(try await Visitor(server)).count == 1)
        }
    }
}
