import SallyportCore
import Testing

@Suite("Addresses and proxies")
struct IPAddressTests {
    @Test(
        "an entry of a list is an address, a range or a block",
        arguments: [
            ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false), ("10.0.0.1-10.0.0.9", "10.0.0.9", true),
            ("10.0.0.1-10.0.0.9", "10.0.0.10", false), ("10.0.0.0/8", "10.255.255.255", true),
            ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "203.0.113.7", true),
            ("203.0.113.7/32", "203.0.113.7", true),
            ("203.0.113.4/30", "203.0.113.8", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/33", "2001:db8:8000::1", false), ("::1", "::1", true), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("::/0", "10.0.0.1", false),
        ])
    func ranges(entry: String, address: String, isInside: Bool) throws {
        let range = try #require(IPRange(entry))
        #expect(range.contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(
        "anything else is no range",
        arguments: [
            "", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.9-10.0.0.1", "10.0.0.1-::1", "host", "::1/129", "1-2-3",
        ])
    func malformed(entry: String) {
        #expect(IPRange(entry) == nil)
    }

    @Test(
        "only trusted proxies say who the client is (attack 17)",
        arguments: [
            (.nobody, ["198.51.100.9"], "10.0.0.2"), (.everybody, ["198.51.100.9", "10.0.0.3"], "198.51.100.9"),
            (.hops(1), ["203.0.113.66", "198.51.100.9"], "198.51.100.9"),
            (.hops(2), ["203.0.113.66", "198.51.100.9"], "203.0.113.66"),
            (
                .networks([IPRange("10.0.0.0/8")].compactMap { $0 }), ["203.0.113.66", "198.51.100.9", "10.0.0.7"],
                "198.51.100.9"
            ),
            (.networks([IPRange("192.168.0.0/16")].compactMap { $0 }), ["198.51.100.9"], "10.0.0.2"),
            (.everybody, ["garbage"], "10.0.0.2"),
            (.everybody, ["203.0.113.66", "garbage", "198.51.100.9"], "198.51.100.9"),
        ] as [(ProxyTrust, [String], String)])
    func proxies(trust: ProxyTrust, forwardedFor: [String], client: String) {
        #expect(trust.client(peer: IPAddress("10.0.0.2"), forwardedFor: forwardedFor)?.description == client)
    }

    @Test("a network is an IPv4 address, or the first 64 bits of an IPv6 one")
    func networks() {
        #expect(IPAddress("2001:db8:1:2::1")?.network == IPAddress("2001:db8:1:2:ffff::9")?.network)
        #expect(IPAddress("2001:db8:1:2::1")?.network != IPAddress("2001:db8:1:3::1")?.network)
        #expect(IPAddress("192.0.2.1")?.network != IPAddress("192.0.2.2")?.network)
        #expect(IPAddress("::ffff:192.0.2.1")?.network == IPAddress("192.0.2.1")?.network)
    }

    @Test("what a client tells of itself is cut by scalars, not by characters of any size")
    func clients() {
        let endless = "a" + String(repeating: "\u{301}", count: 40_000)
        let client = Client(userAgent: endless, origin: endless)
        #expect(client.userAgent?.unicodeScalars.count == 1024)
        #expect(client.origin?.unicodeScalars.count == 255)
        #expect(Client(userAgent: "curl").userAgent == "curl")
    }
}
