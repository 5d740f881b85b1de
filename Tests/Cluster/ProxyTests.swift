import Foundation
import SallyportCore
import TestSupport
import Testing

/// `Examples/haproxy.cfg`, as it stands and before three nodes.
@Suite("HAProxy before three nodes", .timeLimit(.minutes(2)))
struct ProxyTests {
    @Test("the example is what HAProxy takes for valid, without a warning")
    func valid() async throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let checked = try await Proxy.check(Proxy.example, in: folder)
        #expect(checked.succeeded, "\(checked)")
        #expect(!(checked.output + checked.errors).contains("WARNING"), "\(checked)")
    }

    @Test("a session needs no node of its own, and the client's address is the one that the proxy says")
    func session() async throws {
        try await Cluster.use { cluster in
            let spoofed = [("X-Forwarded-For", "203.0.113.9")]
            let answer = try await cluster.proxy.client.send(
                "POST", "/auth/login", headers: spoofed,
                json: ["email": "alice@example.com", "password": .string(Fixture.password)])
            #expect(answer.status == 200)
            let addresses = try await cluster.database.query("SELECT DISTINCT ip FROM sessions")
            #expect(addresses == ["127.0.0.1"])
            var visitor = try #require(Visitor(cluster.proxy.client, .json, keeping: answer))
            for _ in 0..<12 {
                #expect(try await visitor.readSelf().status == 200)
                #expect(try await visitor.refresh().status == 200)
            }
        }
    }

    @Test("a node that stops gracefully or is killed costs its next clients nothing")
    func stopped() async throws {
        try await Cluster.use { cluster in
            let visitor = try await Visitor(
                cluster.proxy.client, .json, email: "alice@example.com", password: Fixture.password)
            await cluster.nodes[0].stop()
            for _ in 0..<6 { #expect(try await visitor.readSelf().status == 200) }
            await cluster.nodes[1].kill()
            for _ in 0..<6 { #expect(try await visitor.readSelf().status == 200) }
        }
    }

    /// A POST that a node has got may have been done. Whoever re-sends it blindly signs somebody in twice.
    @Test("a POST whose node dies over it is sent to no other")
    func noBlindRetry() async throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let servers = try await DyingServers(3)
        let proxy = try await Proxy(port: try await FreePorts.take(1)[0], before: servers.ports, folder: folder)
        let answer = try await proxy.client.send("POST", "/auth/login", json: ["email": "alice@example.com"])
        #expect(answer.status == 502)
        #expect(servers.posts == 1)
        await proxy.stop()
        try await servers.stop()
    }
}
