import Logging
import SallyportCore
import TestSupport
import Testing

/// Attack 17; Directus spec section 3.2, Express' `trust proxy`. The peer is always 127.0.0.1.
@Suite("The client's address")
struct ClientAddressTests {
    /// A request with headers, and the address that the session's row should hold.
    struct Visit: Sendable, CustomTestStringConvertible {
        var trust: String?
        var forwarded: [String]
        var address: String

        init(_ trust: String?, _ forwarded: String..., is address: String) {
            self.trust = trust
            self.forwarded = forwarded
            self.address = address
        }

        var testDescription: String { "\(trust ?? "nobody") trusted, \(forwarded)" }
    }

    @Test(
        "attack 17: from a peer that is not trusted X-Forwarded-For says nothing",
        arguments: [
            Visit(nil, is: "127.0.0.1"), Visit(nil, "203.0.113.7", is: "127.0.0.1"),
            Visit(nil, "203.0.113.7, 198.51.100.2", is: "127.0.0.1"), Visit("false", "203.0.113.7", is: "127.0.0.1"),
            Visit("0", "203.0.113.7", is: "127.0.0.1"), Visit("10.0.0.0/8", "203.0.113.7", is: "127.0.0.1"),
            Visit("127.0.0.2", "203.0.113.7", is: "127.0.0.1"), Visit("::1", "203.0.113.7", is: "127.0.0.1"),
        ])
    func untrusted(_ visit: Visit) async throws {
        try await expectAddress(visit)
    }

    @Test(
        "trusted by number: as many entries are believed, from the right",
        arguments: [
            Visit("1", is: "127.0.0.1"), Visit("1", "203.0.113.7", is: "203.0.113.7"),
            Visit("1", "6.6.6.6, 203.0.113.7", is: "203.0.113.7"),
            Visit("2", "6.6.6.6, 203.0.113.7, 10.0.0.1", is: "203.0.113.7"),
            Visit("2", "203.0.113.7", is: "203.0.113.7"),
            Visit("3", "203.0.113.7,10.0.0.1 , 10.0.0.2", is: "203.0.113.7"),
        ])
    func hops(_ visit: Visit) async throws {
        try await expectAddress(visit)
    }

    @Test(
        "trusted by network: the first entry from the right that lies outside is the client",
        arguments: [
            Visit("loopback", "203.0.113.7", is: "203.0.113.7"),
            Visit("127.0.0.0/8", "6.6.6.6, 203.0.113.7", is: "203.0.113.7"),
            Visit("127.0.0.0/8,10.0.0.0/8", "6.6.6.6, 203.0.113.7, 10.0.0.1, 10.9.8.7", is: "203.0.113.7"),
            Visit("127.0.0.1, 2001:db8::/32", "6.6.6.6, 2001:db9::1, 2001:db8::2", is: "2001:db9::1"),
            Visit("loopback,uniquelocal", "10.0.0.1, 192.168.0.1", is: "10.0.0.1"),
        ])
    func networks(_ visit: Visit) async throws {
        try await expectAddress(visit)
    }

    @Test(
        "trusted without limit: the first entry is the client",
        arguments: [
            Visit("true", "203.0.113.7", is: "203.0.113.7"), Visit("true", "203.0.113.7, 10.0.0.1", is: "203.0.113.7"),
            Visit("true", "2001:DB8::0:1", is: "2001:db8::1"), Visit("true", "::ffff:203.0.113.7", is: "203.0.113.7"),
            // Two lines are one list (RFC 9110 section 5.2).
            Visit("true", "203.0.113.7", "10.0.0.1", is: "203.0.113.7"),
            Visit("1", "6.6.6.6", "203.0.113.7", is: "203.0.113.7"),
        ])
    func everybody(_ visit: Visit) async throws {
        try await expectAddress(visit)
    }

    @Test(
        "what is no address is never the client, and ends the chain",
        arguments: [
            Visit("true", "garbage", is: "127.0.0.1"), Visit("true", "", is: "127.0.0.1"),
            Visit("true", "999.1.1.1", is: "127.0.0.1"),
            Visit("true", "6.6.6.6, garbage, 203.0.113.7", is: "203.0.113.7"),
            Visit("true", "6.6.6.6, , 203.0.113.7", is: "203.0.113.7"),
            Visit("true", "unknown, 203.0.113.7", is: "203.0.113.7"),
            Visit("1", "'; DROP TABLE sessions; --", is: "127.0.0.1"),
        ])
    func garbage(_ visit: Visit) async throws {
        try await expectAddress(visit)
    }

    @Test(
        "IP_CUSTOM_HEADER is believed when it holds an address",
        arguments: [
            ("203.0.113.7", "203.0.113.7"), ("2001:db8::1", "2001:db8::1"), ("garbage", "127.0.0.1"), ("", "127.0.0.1"),
        ])
    func customHeader(value: String, address: String) async throws {
        try await TestServer.run(["IP_CUSTOM_HEADER": "CF-Connecting-IP"], passwords: CountingHasher()) { server in
            try await server.makeAdministrator()
            let answer = try await server.signInAsAdministrator(headers: [("CF-Connecting-IP", value)])
            #expect(try await server.client(of: answer)?.address?.description == address)
        }
    }

    @Test(
        "a header that is not the configured one says nothing",
        arguments: ["X-Real-IP", "Forwarded", "CF-Connecting-IP", "X-Client-IP"])
    func otherHeaders(_ name: String) async throws {
        try await TestServer.run(passwords: CountingHasher()) { server in
            try await server.makeAdministrator()
            let answer = try await server.signInAsAdministrator(headers: [(name, "203.0.113.7")])
            #expect(try await server.client(of: answer)?.address?.description == "127.0.0.1")
        }
    }

    @Test("browser and origin are kept with the session, cut to what their columns hold")
    func userAgentAndOrigin() async throws {
        try await TestServer.run(passwords: CountingHasher()) { server in
            try await server.makeAdministrator()
            let answer = try await server.signInAsAdministrator(headers: [
                ("User-Agent", String(repeating: "u", count: 2000)), ("Origin", String(repeating: "o", count: 300)),
            ])
            let client = try await server.client(of: answer)
            #expect(client?.userAgent == String(repeating: "u", count: 1024))
            #expect(client?.origin == String(repeating: "o", count: 255))
        }
    }

    /// Design section 6: behind a proxy that is not trusted, all clients are one; whoever runs the server should know.
    @Test(
        "a proxy at a private address that is not trusted is told once",
        arguments: [(nil, 1), ("true", 0), ("10.0.0.0/8", 0)])
    func warning(trust: String?, count: Int) async throws {
        let log = KeptLog(.warning)
        let environment = ["IP_TRUST_PROXY": trust].compacted
        try await TestServer.run(environment, passwords: CountingHasher(), logger: log.logger) { server in
            for _ in 0..<3 { _ = try await server.signInAsAdministrator(headers: [("X-Forwarded-For", "203.0.113.7")]) }
            _ = try await server.signInAsAdministrator()
        }
        #expect(log.messages.filter { $0.contains("IP_TRUST_PROXY") }.count == count)
    }

    private func expectAddress(_ visit: Visit) async throws {
        try await TestServer.run(["IP_TRUST_PROXY": visit.trust].compacted, passwords: CountingHasher()) { server in
            try await server.makeAdministrator()
            let answer = try await server.signInAsAdministrator(
                headers: visit.forwarded.map { ("X-Forwarded-For", $0) })
            #expect(try await server.client(of: answer)?.address?.description == visit.address)
        }
    }
}

extension TestServer {
    /// Who opened the session of that sign-in, as its row has it.
    fileprivate func client(of answer: HTTPAnswer) async throws -> Client? {
        let text = try #require(answer.json["data"]?["refresh_token"]?.string)
        let token = try #require(core.refreshTokens.decode(text))
        return try await vault.read { try $0.session(token.session)?.client }
    }
}
