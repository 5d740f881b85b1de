import Foundation
import MedusaSDK
import SDKTestSupport
import Testing

@Suite("Paths")
struct PathTests {
    @Test(
        "an e-mail address stays one segment, whatever is in it",
        arguments: [
            ("ada+shop@example.com", "/store/auth/ada%2Bshop%40example.com"), ("a/b@c.co", "/store/auth/a%2Fb%40c.co"),
            ("a#b?c%d@e.co", "/store/auth/a%23b%3Fc%25d%40e.co"), ("ü@e.co", "/store/auth/%C3%BC%40e.co"),
            ("admin@e.co", "/store/auth/admin%40e.co"), ("a b", "/store/auth/a%20b"), ("\n", "/store/auth/%0A"),
        ])
    func email(email: String, target: String) async throws {
        let fixture = try Fixture { _, _ in .json(["exists": true]) }
        _ = try await fixture.store().auth.exists(email: email)
        #expect(try await fixture.lastRequest().target == target)
    }

    @Test("what would be another call's path is refused, and nothing is sent", arguments: ["", ".", ".."])
    func refused(text: String) async throws {
        let fixture = try Fixture()
        #expect(await failure { _ = try await fixture.store().auth.exists(email: text) }?.type == .invalidArgument)
        #expect(await failure { try await fixture.v2().auth.login(text, "emailpass", [:]) }?.type == .invalidArgument)
        #expect(await failure { try await fixture.v2().auth.login("customer", text, [:]) }?.type == .invalidArgument)
        #expect(await fixture.transport.requests.isEmpty)
    }

    @Test(
        "stand behind the base URL's own path, and its query and fragment do not count",
        arguments: [
            ("https://shop.example.com/api", "https://shop.example.com/api/store/auth"),
            ("https://shop.example.com/api/?a=1#b", "https://shop.example.com/api/store/auth"),
            ("http://LOCALHOST:9000/", "http://localhost:9000/store/auth"),
            ("http://user:secret@[::1]:9000", "http://[::1]:9000/store/auth"),
        ])
    func base(address: String, url: String) async throws {
        let fixture = try Fixture(address) { _, _ in .customer }
        _ = try await fixture.store().auth.getSession()
        #expect(try await fixture.lastRequest().url.absoluteString == url)
    }

    @Test(
        "no request goes to what is no address of a server",
        arguments: ["ftp://shop.example.com", "shop", "mailto:a@b.co"])
    func noAddress(address: String) async throws {
        let fixture = try Fixture(address)
        #expect(await failure { try await fixture.store().request("GET", "/store/x") }?.type == .invalidArgument)
        #expect(await failure { try await fixture.v2().fetch("/store/x") }?.type == .invalidArgument)
        #expect(await fixture.transport.requests.isEmpty)
    }

    @Test(
        "no path leads to another origin",
        arguments: ["@evil.example/x", ":81/x", ".evil.example/x", "https://evil.example/x", "", "store/x", "/a b"])
    func origin(path: String) async throws {
        let fixture = try Fixture()
        #expect(await failure { try await fixture.store().request("GET", path) }?.type == .invalidArgument)
        #expect(await fixture.transport.requests.isEmpty)
    }

    @Test("two slashes at the beginning are a path, not a host")
    func twoSlashes() async throws {
        let fixture = try Fixture()
        try await fixture.store().request("GET", "//evil.example/x")
        #expect(try await fixture.lastRequest().url.host == "shop.example.com")
    }

    @Test("a query is plain text, and joins what the path has already")
    func query() async throws {
        let fixture = try Fixture()
        try await fixture.v2().fetch("/store/products?limit=2", query: ["q": "a&b=c +d", "fields": "*variants"])
        #expect(
            try await fixture.lastRequest().target
                == "/store/products?limit=2&q=a%26b%3Dc%20%2Bd&fields=%2Avariants")
    }
}
