import Foundation
import SDKRuntime
import Testing

@Suite("What the transport sends", .timeLimit(.minutes(1)))
struct SentRequestTests {
    private let server: LoopbackServer
    private let transport = URLSessionTransport()

    init() throws {
        server = try LoopbackServer { _ in .answer() }
    }

    private func sent(_ request: TransportRequest) async throws -> LoopbackServer.Request {
        _ = try await transport.send(request)
        return try #require(server.requests.last)
    }

    @Test(
        "path and query arrive byte for byte as they stand in the URL",
        arguments: [
            "/", "/items/a%2Fb", "/a%2fb", "/a/", "/a//b", "/a+b", "/%7Euser", "/~user", "/%41", "/a%20b",
            "/a;b=c,d:e@f",
            "/%F0%9F%A6%8A", "/?a=b+c&d=%2B&e=%20", "/?", "/?a", "/?a=b=c&&=", "/?filter%5B_and%5D=%7B%22a%22%3A1%7D",
            "/?url=http://a.b/c?d", "/a?b=%25%32%46", "/?a='()!*",
        ])
    func target(target: String) async throws {
        #expect(try await sent(TransportRequest(url: server.url(target))).target == target)
    }

    @Test("a fragment stays at home")
    func fragment() async throws {
        #expect(try await sent(TransportRequest(url: server.url("/a?b#c"))).target == "/a?b")
    }

    @Test(
        "each method arrives as it is, without a body",
        arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "SEARCH"])
    func methods(method: String) async throws {
        let request = try await sent(TransportRequest(method: method, url: server.url()))
        #expect(request.method == method)
        #expect(request.body.isEmpty)
    }

    @Test("and with one, byte for byte", arguments: ["POST", "PUT", "PATCH", "DELETE", "SEARCH"])
    func bodies(method: String) async throws {
        let body = Data((0...255).map { UInt8($0) })
        let request = try await sent(
            TransportRequest(
                method: method, url: server.url(), headers: ["Content-Type": "application/octet-stream"], body: body))
        #expect(request.method == method)
        #expect(request.body == body)
        #expect(request.values("Content-Length") == ["256"])
        #expect(request.values("Content-Type") == ["application/octet-stream"])
    }

    @Test("an empty body is a body of no bytes")
    func emptyBody() async throws {
        let request = try await sent(TransportRequest(method: "POST", url: server.url(), body: Data()))
        #expect(request.body.isEmpty)
        #expect(request.values("Content-Length") == ["0"])
    }

    @Test("a large body arrives whole")
    func largeBody() async throws {
        let body = Data((0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
        let request = try await sent(TransportRequest(method: "POST", url: server.url(), body: body))
        #expect(request.body == body)
    }

    @Test("header fields arrive as they were given")
    func headers() async throws {
        let request = try await sent(
            TransportRequest(
                url: server.url(),
                headers: [
                    "Authorization": "Bearer abc.def", "Cookie": "a=1; b=x=y==", "X-Letters": "a, b; c=\"d\"",
                    "Accept": "application/json",
                ]))
        #expect(request.values("authorization") == ["Bearer abc.def"])
        #expect(request.values("cookie") == ["a=1; b=x=y=="])
        #expect(request.values("x-letters") == ["a, b; c=\"d\""])
        #expect(request.values("accept") == ["application/json"])
        #expect(request.values("host") == ["127.0.0.1:\(server.port)"])
    }

    @Test("nothing that was not asked for goes along")
    func nothingElse() async throws {
        let request = try await sent(TransportRequest(url: server.url()))
        for name in ["Authorization", "Cookie", "Referer", "If-None-Match", "Content-Type"] {
            #expect(request.values(name) == [])
        }
    }

    @Test(
        "a line break in a value smuggles no other field in",
        arguments: [
            "a\r\nX-Smuggled: b", "a\nX-Smuggled: b", "a\rX-Smuggled: b", "a\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
        ])
    func injection(value: String) async throws {
        _ = try? await transport.send(TransportRequest(url: server.url(), headers: ["X-Value": value]))
        _ = try await transport.send(TransportRequest(url: server.url("/last")))
        #expect(server.requests.filter { !$0.values("X-Smuggled").isEmpty }.map(\.lines.count) == [])
        #expect(server.requests.filter { $0.target == "/smuggled" }.map(\.target) == [])
    }
}
