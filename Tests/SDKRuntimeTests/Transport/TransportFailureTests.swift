import Foundation
import SDKRuntime
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("When no answer comes", .timeLimit(.minutes(1)))
struct TransportFailureTests {
    private let transport = URLSessionTransport()

    /// The code of the error that comes instead of an answer.
    private func failure(_ request: TransportRequest) async -> URLError.Code? {
        do {
            let response = try await transport.send(request)
            Issue.record("\(response)")
            return nil
        } catch {
            return (error as? URLError)?.code
        }
    }

    @Test("a server that says nothing times out", arguments: [Duration.milliseconds(300), .seconds(1)])
    func silence(timeout: Duration) async throws {
        let server = try LoopbackServer { _ in .silence }
        let start = ContinuousClock.now
        #expect(await failure(TransportRequest(url: server.url(), timeout: timeout)) == .timedOut)
        #expect(ContinuousClock.now - start >= timeout * 0.9)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("so does one that stops in the middle of the header, or of the body", arguments: ["", "\r\nhalf"])
    func halfAnswer(rest: String) async throws {
        let server = try LoopbackServer { _ in
            LoopbackServer.Reply(bytes: Data("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\(rest)".utf8))
        }
        #expect(await failure(TransportRequest(url: server.url(), timeout: .seconds(1))) == .timedOut)
    }

    @Test("the whole exchange ends at its deadline, however patient the request is otherwise")
    func deadline() async throws {
        let server = try LoopbackServer { _ in .silence }
        var impatient = TransportRequest(url: server.url("/"), timeout: .seconds(60))
        impatient.deadline = .milliseconds(200)
        let request = impatient
        let error = await #expect(throws: URLError.self) { try await transport.send(request) }
        #expect(error?.code == .timedOut)
    }

    @Test("what writes is sent once, even when a connection that was kept breaks", arguments: ["POST", "PATCH"])
    func sentOnce(method: String) async throws {
        let server = try LoopbackServer { $0.method == "GET" ? .answer() : .broken("") }
        for _ in 0..<2 { _ = try await transport.send(TransportRequest(url: server.url("/warm"))) }
        await #expect(throws: URLError.self) {
            try await transport.send(TransportRequest(method: method, url: server.url("/write"), body: Data("{}".utf8)))
        }
        #expect(server.requests.count { $0.target == "/write" } == 1)
    }

    @Test("a server that answers in time does not time out")
    func inTime() async throws {
        let server = try LoopbackServer { _ in .answer() }
        #expect(try await transport.send(TransportRequest(url: server.url(), timeout: .milliseconds(900))).isSuccess)
    }

    @Test("a port where nobody listens cannot be connected to")
    func refused() async throws {
        let server = try LoopbackServer { _ in .answer() }
        _ = try await transport.send(TransportRequest(url: server.url()))
        server.stop()
        await server.hangUps(atLeast: 1)
        #expect(await failure(TransportRequest(url: server.url())) == .cannotConnectToHost)
    }

    @Test(
        "a server that hangs up before its answer is whole gives an error, not a short answer",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\nhalf",
        ])
    func hangUp(bytes: String) async throws {
        let server = try LoopbackServer { _ in .broken(bytes) }
        let code = await failure(TransportRequest(url: server.url(), timeout: .seconds(10)))
        #expect(code != nil)
        #expect(code != .timedOut && code != .cancelled)
    }

    @Test("what is no HTTP is an error", arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1}\u{2}\r\n\r\n"])
    func nonsense(bytes: String) async throws {
        let server = try LoopbackServer { _ in .broken(bytes) }
        #expect(await failure(TransportRequest(url: server.url(), timeout: .seconds(10))) != nil)
    }

    @Test("a body that is compressed badly is an error")
    func badCompression() async throws {
        let server = try LoopbackServer { _ in
            .answer(200, ["Content-Encoding": "gzip"], body: Data("{\"data\":1}".utf8))
        }
        #expect(await failure(TransportRequest(url: server.url(), timeout: .seconds(10))) != nil)
    }

    // swift-corelibs-foundation issue 5456: it waited for ever.
    @Test("a question for a password ends at once: with the answer, or with an error that says so, never as cancelled")
    func password() async throws {
        let server = try LoopbackServer { _ in .answer(401, ["WWW-Authenticate": "Basic realm=\"a\""]) }
        let request = TransportRequest(url: server.url(), headers: ["Authorization": "Bearer abc"])
        do {
            #expect(try await transport.send(request).status == 401)
        } catch {
            #expect((error as? URLError)?.code == .userAuthenticationRequired)
        }
        #expect(server.requests.count == 1)
    }

    @Test("who is cancelled is told at once, and the connection ends")
    func cancellation() async throws {
        let server = try LoopbackServer { _ in .silence }
        let task = Task { [transport] in
            try await transport.send(TransportRequest(url: server.url(), timeout: .seconds(50)))
        }
        await server.requests(atLeast: 1)
        task.cancel()
        let result = await task.result
        let error = #expect(throws: (any Error).self) { try result.get() }
        #expect(error is CancellationError || (error as? URLError)?.code == .cancelled)
        await server.hangUps(atLeast: 1)
    }

    @Test("who was cancelled before sends nothing", arguments: 1...20)
    func cancelledBefore(round: Int) async throws {
        let server = try LoopbackServer { _ in .answer() }
        let task = Task { [transport] in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.send(TransportRequest(url: server.url("/\(round)")))
        }
        let result = await task.result
        let error = #expect(throws: (any Error).self) { try result.get() }
        #expect(error is CancellationError || (error as? URLError)?.code == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test("one that hangs does not hold up the others")
    func others() async throws {
        let server = try LoopbackServer { $0.target == "/hang" ? .silence : .answer() }
        let hanging = Task { [transport] in
            try await transport.send(TransportRequest(url: server.url("/hang"), timeout: .seconds(50)))
        }
        await server.requests(atLeast: 1)
        let answers = try await withThrowingTaskGroup(of: Int.self) { [transport] group in
            for number in 0..<20 {
                group.addTask { try await transport.send(TransportRequest(url: server.url("/\(number)"))).status }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(answers == Array(repeating: 200, count: 20))
        hanging.cancel()
        _ = await hanging.result
    }

    @Test("a transport that goes away while it waits still brings the answer")
    func goneTransport() async throws {
        let server = try LoopbackServer { _ in .answer() }
        #expect(try await URLSessionTransport().send(TransportRequest(url: server.url())).isSuccess)
    }
}
