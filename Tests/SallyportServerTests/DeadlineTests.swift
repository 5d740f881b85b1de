import Logging
import SallyportServer
import TestSupport
import Testing

/// Clients that take their time, or go away (issue 2, point 8; swift.md, "Slow bodies").
@Suite("Slow and absent clients")
struct DeadlineTests {
    private static let post = "POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: "

    /// A client that never comes to its end, by its name.
    struct Dawdler: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var steps: [RawConnection.Step]

        init(_ name: String, _ text: String, drip: String? = nil) {
            testDescription = name
            steps = [.send(Array(text.utf8))]
            if let drip { steps.append(.drip(Array(drip.utf8))) }
        }
    }

    @Test(
        "who does not come to an end is cut off at the deadline",
        arguments: [
            Dawdler("silence", ""),
            Dawdler("half a request line", "GET /server/pi"),
            Dawdler("half a header", "GET /server/ping HTTP/1.1\r\nHost: localhost\r\nX-One: "),
            Dawdler("a request line that drips", "GET /", drip: "a"),
            Dawdler("a header that drips", "GET /server/ping HTTP/1.1\r\nX-One: ", drip: "a"),
            Dawdler("headers that drip", "GET /server/ping HTTP/1.1\r\n", drip: "X-One: 1\r\n"),
            Dawdler("line breaks that drip", "", drip: "\r\n"),
            Dawdler("a body that does not come", post + "application/json\r\nContent-Length: 100\r\n\r\n"),
            Dawdler("a body that drips", post + "application/json\r\nContent-Length: 100000\r\n\r\n{", drip: " "),
            Dawdler(
                "chunks that drip", post + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n", drip: "1\r\n \r\n"),
            Dawdler(
                "a chunk without end", post + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n",
                drip: " "),
            Dawdler(
                "an extension of a chunk that drips", post + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n1;",
                drip: "a"),
            Dawdler(
                "trailers that drip", post + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
                drip: "X: 1\r\n"),
            Dawdler("a form that drips", "POST /admin/setup HTTP/1.1\r\nContent-Length: 5000\r\n\r\n", drip: "a"),
        ])
    func cutOff(_ dawdler: Dawdler) async throws {
        try await run { server in
            let outcome = await RawConnection(port: server.port).perform(dawdler.steps)
            #expect(outcome.isClosed)
            #expect(!outcome.text.hasPrefix("HTTP/1.1 2") && !outcome.text.hasPrefix("HTTP/1.1 5"), "\(outcome.text)")
            try await serves(server)
        }
    }

    @Test("a body that nobody reads is cut off too, after the answer")
    func unreadBody() async throws {
        try await run { server in
            let outcome = await answered(
                by: server,
                [.send(Array((Self.post + "text/plain\r\nContent-Length: 100000\r\n\r\n").utf8)), .drip([0x20])])
            #expect(outcome.isClosed)
            #expect(RawAnswer(outcome)?.status == 400)
        }
    }

    @Test("a connection that stands idle after its answer is closed")
    func idle() async throws {
        try await run { server in
            let outcome = await answered(
                by: server, [.send(Array("GET /server/ping HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))])
            #expect(outcome.isClosed)
            #expect(RawAnswer(outcome)?.body == "pong")
        }
    }

    @Test("who takes his time within the deadline is served")
    func patience() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let body = #"{"email":"admin@example.com","password":"correct horse 9"}"#
            let head = Self.post + "application/json\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            let steps: [RawConnection.Step] = (head + body).utf8.chunks(of: 40).flatMap { [.send($0), .pause] }
            let outcome = await RawConnection(port: server.port).perform(steps)
            #expect(RawAnswer(outcome)?.status == 200)
        }
    }

    @Test(
        "who hangs up in the middle harms nobody, and is no error of ours",
        arguments: [
            "GET /server/pi", "GET /server/ping HTTP/1.1\r\nHost: loc",
            post + "application/json\r\nContent-Length: 100\r\n\r\n{\"em",
            post + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"em",
            post + "text/plain\r\nContent-Length: 9\r\n\r\n{",
            "POST /admin/setup HTTP/1.1\r\nContent-Length: 100\r\n\r\ntoken=",
            "GET /server/ping HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ])
    func hangUp(_ text: String) async throws {
        let log = KeptLog(.error)
        try await TestServer.run(logger: log.logger) { server async throws in
            _ = await RawConnection(port: server.port).perform([.send(Array(text.utf8)), .pause, .hangUp])
            #expect(try await server.client.send("GET", "/server/ping").text == "pong")
        }
        #expect(log.messages == [])
    }

    @Test(
        "who stops sending in the middle, but still listens, is told",
        arguments: [
            "GET /server/ping HTTP/1.1\r\nHost: loc", post + "application/json\r\nContent-Length: 100\r\n\r\n{\"em",
            post + "application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"em",
            "POST /admin/setup HTTP/1.1\r\nContent-Length: 100\r\n\r\ntoken=",
        ])
    func halfClosed(_ text: String) async throws {
        try await TestServer.run { server in
            let outcome = await RawConnection(port: server.port).perform([.send(Array(text.utf8)), .finish])
            #expect(outcome.isClosed)
            #expect(RawAnswer(outcome)?.status == 400)
        }
    }

    @Test(
        "who offers to speak another protocol is answered, and so is his next request", arguments: ["h2c", "websocket"])
    func upgrade(_ upgrade: String) async throws {
        try await TestServer.run { server in
            let ping = "GET /server/ping HTTP/1.1\r\nHost: localhost\r\n"
            let offer =
                ping + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: \(upgrade)\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
            let outcome = await RawConnection(port: server.port).perform([
                .send(Array(offer.utf8)), .pause, .send(Array((ping + "Connection: close\r\n\r\n").utf8)),
            ])
            #expect(outcome.isClosed, "neither answered nor closed")
            #expect(RawAnswer(outcome)?.status == 200)
            let isTold = outcome.text.lowercased().contains("connection: close")
            #expect(isTold || outcome.text.split(separator: "pong", omittingEmptySubsequences: false).count == 3)
        }
    }

    /// RFC 9110 section 10.1.1: a server sends 100, or its final status; a client may wait for one of them.
    @Test("who asks whether to send the body is told to, before the deadline")
    func expectation() async throws {
        try await TestServer.run { server in
            let head =
                Self.post + "application/json\r\nConnection: close\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
            let outcome = await RawConnection(port: server.port).perform([
                .send(Array(head.utf8)), .hear, .send(Array("{}".utf8)),
            ])
            #expect(outcome.text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad Request\r\n"))
            #expect(outcome.text.contains(#"\"email\" is required"#))
        }
    }

    /// The deadline is short: on a busy machine an honest request may miss it, too, and is made again.
    private func answered(by server: TestServer, _ steps: [RawConnection.Step]) async -> RawConnection.Outcome {
        var outcome = RawConnection.Outcome()
        for _ in 0..<20 where outcome.received.isEmpty {
            outcome = await RawConnection(port: server.port).perform(steps)
        }
        return outcome
    }

    private func serves(_ server: TestServer) async throws {
        let ping = "GET /server/ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        let outcome = await answered(by: server, [.send(Array(ping.utf8))])
        #expect(RawAnswer(outcome)?.body == "pong")
    }

    @Test("who asks and asks and takes no answer is cut off, though each request was whole")
    func takesNothing() async throws {
        try await TestServer.run(adjust: { $0.requestDeadline = .milliseconds(300) }) { server in
            let request = Array("GET /server/ping HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            #expect(await RawConnection(port: server.port).takingNothing(request))
            try await serves(server)
        }
    }

    private func run(_ body: @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.run(
            adjust: { application in
                application.requestDeadline = .milliseconds(300)
                application.idleTimeout = .milliseconds(300)
            }, body)
    }
}

extension String.UTF8View {
    fileprivate func chunks(of length: Int) -> [[UInt8]] {
        var rest = self[...]
        var chunks: [[UInt8]] = []
        while !rest.isEmpty {
            chunks.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return chunks
    }
}
