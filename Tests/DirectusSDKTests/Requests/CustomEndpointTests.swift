import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Endpoints of one's own")
struct CustomEndpointTests {
    private struct Order: Encodable, Sendable {
        let number: Int
    }

    @Test(
        "are called with method, path, parameters and body as given",
        arguments: [
            CommandCase(.customEndpoint(path: "/shop"), "GET", "/shop"),
            CommandCase(.customEndpoint(path: "shop/orders"), "GET", "/shop/orders"),
            CommandCase(
                .customEndpoint(path: "/shop", parameters: ["q": "a b", "n": 42, "no": ""]), "GET", "/shop?q=a+b&n=42"),
            CommandCase(.customEndpoint(path: "/shop?a=1"), "GET", "/shop?a=1"),
            CommandCase(.customEndpoint(path: "/shop?a=1", parameters: ["b": 2]), "GET", "/shop?a=1&b=2"),
            CommandCase(
                .customEndpoint(path: "/shop", method: "PUT", body: ["b": 1, "a": 2] as JSON), "PUT", "/shop",
                #"{"b":1,"a":2}"#),
            CommandCase(
                .customEndpoint(path: "/shop", method: "POST", body: Order(number: 7)), "POST", "/shop",
                #"{"number":7}"#),
            CommandCase(.customEndpoint(path: "/a%2Fb"), "GET", "/a%2Fb"),
        ])
    func calls(command: CommandCase) async throws {
        try await command.check()
    }

    @Test("send headers of one's own, also another content type")
    func headers() async throws {
        let fixture = try RequestFixture()
        _ = try await fixture.client.request(
            .customEndpoint(path: "/shop", headers: ["X-Shop": "1", "content-type": "application/merge-patch+json"]))
        let headers = try await fixture.onlyRequest().headers
        #expect(headers["X-Shop"] == "1")
        #expect(headers.values("Content-Type") == ["application/merge-patch+json"])
    }

    @Test(
        "do not leave the server, whatever the path",
        arguments: ["//evil.example", "@evil.example", "https://evil.example/x"])
    func origin(path: String) async throws {
        let fixture = try RequestFixture()
        _ = try await fixture.client.request(.customEndpoint(path: EndpointPath(verbatim: path)))
        #expect(try await fixture.onlyRequest().url.host == "directus.example.com")
    }

    @Test("whose path is not encoded are refused, and the message repeats no parameters of it")
    func notEncoded() async throws {
        let command = CommandCase(.customEndpoint(path: "/ü?token=s3cret"), "", "")
        let error = try await command.refusal()
        #expect(error?.code == .invalidArgument)
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test("return what stands in the envelope, or the whole of an answer without one")
    func answer() async throws {
        let fixture = try RequestFixture { request, _ in
            request.url.path == "/wrapped" ? .json(["data": [1, 2]]) : .json(["total": 3])
        }
        #expect(try await fixture.client.request(.customEndpoint(path: "/wrapped")) == [1, 2])
        #expect(try await fixture.client.request(.customEndpoint(path: "/plain")) == ["total": 3])
    }
}
