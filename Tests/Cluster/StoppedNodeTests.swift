import Foundation
import SallyportCore
import TestSupport
import Testing

/// A node that stands still with its sockets open, as a stopped process or a suspended machine does, and then goes on.
@Suite("A node that stands still", .timeLimit(.minutes(3)))
struct StoppedNodeTests {
    @Test(
        "accepts nothing on waking that was ended in its sleep: neither what was asked meanwhile nor the first thing after",
        arguments: TokenMode.allCases)
    func waking(mode: TokenMode) async throws {
        try await Cluster.use { cluster in
            await cluster.proxy.stop()
            let asleep = cluster.nodes[2]
            let visitor = try await Visitor(
                cluster.nodes[0].client, mode, email: "alice@example.com", password: Fixture.password)
            for _ in 0..<3 { #expect(try await visitor.at(asleep.client).readSelf().status == 200) }
            asleep.freeze()
            #expect(try await visitor.signOut().status == 204)
            // Its listener has the announcement in its socket, and may read it after the requests.
            async let meanwhile = visitor.at(asleep.client).readSelf().status
            try await Task.sleep(for: .seconds(1))
            asleep.thaw()
            let first = try await visitor.at(asleep.client).readSelf().status
            #expect(first == 401)
            #expect(try await meanwhile == 401)
            #expect(try await visitor.at(asleep.client).refreshing().status == 401)
        }
    }

    /// The client has left for another node long ago, and goes on with what that gave it.
    @Test("takes nobody for a thief whose request it reads only on waking")
    func lateRequest() async throws {
        try await Cluster.use(["SESSION_REFRESH_GRACE_PERIOD": "1s"]) { cluster in
            await cluster.proxy.stop()
            var visitor = try await Visitor(
                cluster.nodes[0].client, .json, email: "alice@example.com", password: Fixture.password)
            let asleep = cluster.nodes[2]
            asleep.freeze()
            let body = #"{"refresh_token":"\#(visitor.credential)","mode":"json"}"#
            let request = """
                POST /auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)
                """
            async let late = HTTPClient(port: asleep.port).raw([Array(request.utf8)])
            // No answer: the same again, elsewhere.
            #expect(try await visitor.refresh().status == 200)
            #expect(try await visitor.readSelf().status == 200)
            // Past the grace period, counted from when the successor was seen.
            try await Task.sleep(for: .seconds(3))
            asleep.thaw()
            let answer = try await late
            #expect(answer.contains("503"), "\(answer)")
            for node in cluster.nodes { #expect(try await visitor.at(node.client).readSelf().status == 200) }
            #expect(try await visitor.refresh().status == 200)
        }
    }

    @Test("costs clients behind the proxy no session when it stands still for five seconds, and revives none")
    func underLoad() async throws {
        try await Cluster.use(["SESSION_REFRESH_GRACE_PERIOD": "1s"]) { cluster in
            let clients = try await concurrently(Array(0..<12)) { index in
                PatientClient(
                    visitor: try await Visitor(
                        cluster.proxy.client, TokenMode.allCases[index % 3],
                        email: ["alice", "bob", "carol"][index % 3] + "@example.com", password: Fixture.password))
            }
            let stay = Stay()
            async let outcomes = concurrently(Array(clients.enumerated())) { index, client in
                try await live(client, leaves: index % 4 == 3, stay)
            }
            try await Task.sleep(for: .seconds(1))
            cluster.nodes[1].freeze()
            try await Task.sleep(for: .seconds(2))
            stay.leave()
            try await Task.sleep(for: .seconds(3))
            cluster.nodes[1].thaw()
            try await Task.sleep(for: .seconds(1))
            stay.end()
            for (client, isSignedOut) in try await outcomes {
                for node in cluster.nodes {
                    let status = try await client.visitor.at(node.client).readSelf().status
                    #expect(status == (isSignedOut ? 401 : 200), "\(client.visitor.mode)")
                }
                let refresh = try await client.visitor.refreshing()
                #expect(refresh.status == (isSignedOut ? 401 : 200), "\(client.visitor.mode): \(refresh.text)")
            }
        }
    }

    private func live(_ client: PatientClient, leaves: Bool, _ stay: Stay) async throws -> (PatientClient, Bool) {
        var client = client
        while !stay.isOver {
            if leaves, stay.isLeaving {
                #expect(try await client.signOut().status == 204)
                return (client, true)
            }
            let refresh = try await client.refresh()
            if refresh.status != 200 { Issue.record("a session was lost: \(refresh.status) \(refresh.text)") }
            let use = try await client.readSelf()
            if use.status != 200 { Issue.record("not let in: \(client.visitor.mode), \(use.status) \(use.text)") }
            try await Task.sleep(for: .milliseconds(20))
        }
        return (client, false)
    }
}
