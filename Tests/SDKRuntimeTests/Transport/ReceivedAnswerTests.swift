import Foundation
import SDKRuntime
import Testing

@Suite("What the transport brings back", .timeLimit(.minutes(1)))
struct ReceivedAnswerTests {
    private let transport = URLSessionTransport()

    private func answer(
        _ method: String = "GET", to reply: LoopbackServer.Reply
    ) async throws -> TransportResponse {
        let server = try LoopbackServer { _ in reply }
        return try await transport.send(TransportRequest(method: method, url: server.url()))
    }

    @Test("every status is an answer, not an error", arguments: [200, 201, 400, 401, 403, 404, 418, 429, 500, 503])
    func status(status: Int) async throws {
        let response = try await answer(to: .answer(status, [:], body: Data("text".utf8)))
        #expect(response.status == status)
        #expect(response.body == Data("text".utf8))
    }

    @Test("an answer without a body has none", arguments: [("GET", 204), ("GET", 200), ("HEAD", 200), ("DELETE", 204)])
    func empty(method: String, status: Int) async throws {
        let response = try await answer(method, to: .answer(status))
        #expect(response.status == status)
        #expect(response.body.isEmpty)
    }

    @Test("the answer to HEAD may speak of a length, and is empty")
    func head() async throws {
        let response = try await answer("HEAD", to: .broken("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"))
        #expect(response.headers["Content-Length"] == "1000")
        #expect(response.body.isEmpty)
    }

    @Test("header fields arrive, whatever the case of their names")
    func headers() async throws {
        let response = try await answer(
            to: .answer(200, ["Retry-After": "7", "x-total-COUNT": "12", "Date": "Sun, 06 Nov 1994 08:49:37 GMT"]))
        #expect(response.headers["retry-after"] == "7")
        #expect(response.headers["X-Total-Count"] == "12")
        #expect(response.date == Date(timeIntervalSince1970: 784_111_777))
    }

    @Test("each cookie that is set is a line of its own")
    func cookies() async throws {
        let lines = [
            "directus_session_token=a.b-c==; Max-Age=86400; Path=/; Expires=Fri, 05 Jun 2026 12:00:00 GMT; HttpOnly",
            "list=1,2,3; Path=/", "empty=; Max-Age=0", "last=\"q\"; Secure; SameSite=None",
        ]
        let response = try await answer(
            to: .answer(
                200,
                [
                    "Set-Cookie": lines[0], "Set-Cookie": lines[1], "Content-Type": "text/plain",
                    "Set-Cookie": lines[2], "Set-Cookie": lines[3],
                ]))
        #expect(response.headers.values("Set-Cookie") == lines)
    }

    @Test("a large body arrives whole")
    func large() async throws {
        let body = Data((0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
        #expect(try await answer(to: .answer(200, [:], body: body)).body == body)
    }

    @Test("a body in chunks arrives whole")
    func chunks() async throws {
        let response = try await answer(
            to: .broken(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;a=b\r\n, world\r\n0\r\n\r\n"))
        #expect(response.body == Data("hello, world".utf8))
    }

    @Test("a compressed body arrives decompressed, and the server is told that it may compress")
    func gzip() async throws {
        // printf '{"data":"hello"}' | gzip -n
        let body = try #require(
            Data(base64Encoded: "H4sIAAAAAAAAA6tWSkksSVSyUspIzcnJV6oFAM7ZfPUQAAAA"))
        let server = try LoopbackServer { _ in .answer(200, ["Content-Encoding": "gzip"], body: body) }
        let response = try await transport.send(TransportRequest(url: server.url()))
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"data":"hello"}"#)
        #expect(server.requests.first?.values("Accept-Encoding").joined().contains("gzip") == true)
    }

    @Test("no cookie that one answer sets goes along with the next request")
    func keepsNoCookies() async throws {
        let server = try LoopbackServer { _ in .answer(200, ["Set-Cookie": "SID=1; Path=/; Max-Age=600"]) }
        for _ in 0..<2 { _ = try await transport.send(TransportRequest(url: server.url())) }
        _ = try await URLSessionTransport().send(TransportRequest(url: server.url(), headers: ["Cookie": "own=2"]))
        #expect(server.requests.map { $0.values("Cookie") } == [[], [], ["own=2"]])
    }

    @Test("no answer is kept, even if the server allows it")
    func keepsNoAnswers() async throws {
        let server = try LoopbackServer { _ in .answer(200, ["Cache-Control": "max-age=600", "ETag": "\"1\""]) }
        for _ in 0..<2 { _ = try await transport.send(TransportRequest(url: server.url())) }
        #expect(server.requests.count == 2)
        #expect(server.requests.last?.values("If-None-Match") == [])
    }

    @Test(
        "a question for a proof that is no password is an answer like any other",
        arguments: ["Bearer", "Digest", "Negotiate"])
    func challenge(scheme: String) async throws {
        let server = try LoopbackServer { _ in
            .answer(401, ["WWW-Authenticate": "\(scheme) realm=\"a\", nonce=\"b\""], body: Data("no".utf8))
        }
        let response = try await transport.send(TransportRequest(url: server.url()))
        #expect(response.status == 401)
        #expect(response.body == Data("no".utf8))
        #expect(server.requests.count == 1)
    }
}
