import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("The server's address")
struct BaseURLTests {
    /// `specs/directus.md` 5.1: base path, one slash, command path; query and fragment of the base do not count.
    @Test(
        "stays in front of a command's path",
        arguments: [
            ("https://d.example.com", "https://d.example.com/items/a"),
            ("https://d.example.com/", "https://d.example.com/items/a"),
            ("https://d.example.com/cms", "https://d.example.com/cms/items/a"),
            ("https://d.example.com/cms/", "https://d.example.com/cms/items/a"),
            ("https://d.example.com/a/b/", "https://d.example.com/a/b/items/a"),
            ("https://d.example.com/cms?x=1", "https://d.example.com/cms/items/a"),
            ("https://d.example.com/cms/?x=1#top", "https://d.example.com/cms/items/a"),
            ("https://d.example.com#top", "https://d.example.com/items/a"),
            ("https://d.example.com:8443/cms", "https://d.example.com:8443/cms/items/a"),
            ("http://localhost:8055", "http://localhost:8055/items/a"),
            ("http://127.0.0.1:8055/", "http://127.0.0.1:8055/items/a"),
            ("http://[::1]:8055", "http://[::1]:8055/items/a"),
            ("https://[2001:db8::1]/cms", "https://[2001:db8::1]/cms/items/a"),
            ("HTTPS://D.Example.com", "https://d.example.com/items/a"),
            ("https://d.example.com/a%20b", "https://d.example.com/a%20b/items/a"),
        ])
    func path(address: String, url: String) async throws {
        let fixture = try RequestFixture(address)
        _ = try await fixture.client.request(.readItems("a"))
        #expect(try await fixture.onlyRequest().url.absoluteString == url)
    }

    @Test("its own query does not mix with the command's parameters")
    func query() async throws {
        let fixture = try RequestFixture("https://d.example.com/cms?access_token=x")
        _ = try await fixture.client.request(.readItems("a", Query(limit: 1)))
        #expect(try await fixture.onlyRequest().url.absoluteString == "https://d.example.com/cms/items/a?limit=1")
    }

    @Test(
        "must be an http or https URL",
        arguments: [
            "", "directus.example.com", "ftp://d.example.com", "https://", "file:///tmp", "/cms", "mailto:a@b.co",
        ])
    func invalid(address: String) {
        #expect { () throws in try createDirectus(address) } throws: {
            ($0 as? DirectusError)?.code == .invalidArgument
        }
    }

    @Test("given as a URL that is no address, fails at the first request, and nothing is sent")
    func invalidURL() async throws {
        let transport = ScriptedTransport { _, _ in .noContent }
        let url = try #require(URL(string: "ftp://d.example.com"))
        let client = createDirectus(url, options: ClientOptions(transport: transport)).with(.rest())
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await client.request(.readMe())
        }
        #expect(error?.code == .invalidArgument)
        #expect(await transport.requests.isEmpty)
    }

    @Test("is kept as it was given, and nothing is sent at construction")
    func construction() async throws {
        let fixture = try RequestFixture("https://d.example.com/cms/")
        #expect(fixture.client.url.absoluteString == "https://d.example.com/cms/")
        #expect(await fixture.transport.requests.isEmpty)
    }
}
