import Foundation
import TestSupport
import Testing

/// Issue 2, point 8: whatever comes gets the right 4xx or a closed connection, and the server serves on.
@Suite("Bad input")
struct BadInputTests {
    @Test("a malformed request gets the right answer, and the next one is served", arguments: MalformedRequest.all)
    func answer(_ request: MalformedRequest) async throws {
        try await TestServer.run(passwords: CountingHasher()) { server in
            try await server.makeAdministrator()
            await expectAnswer(to: request, from: server)
            try await expectService(of: server)
        }
    }

    @Test("there are at least sixty malformed requests, each of its own kind")
    func table() {
        #expect(MalformedRequest.all.count >= 60)
        #expect(Set(MalformedRequest.all.map(\.bytes)).count == MalformedRequest.all.count)
    }

    /// The first round fills caches and buffers; what a later one keeps is lost for ever. Other suites run in this process,
    /// too: only growth in every round is a leak of ours.
    @Test("a server that got all malformed requests serves on, with the same memory")
    func memory() async throws {
        try await TestServer.run(passwords: CountingHasher()) { server in
            try await server.makeAdministrator()
            for request in MalformedRequest.all { await expectAnswer(to: request, from: server) }
            try await expectService(of: server)
            var growth: [Int] = []
            repeat {
                let before = try residentMemory()
                for request in MalformedRequest.all { await expectAnswer(to: request, from: server) }
                growth.append(try residentMemory() - before)
            } while (growth.last ?? 0) > allowance && growth.count < 4
            #expect((growth.last ?? 0) <= allowance, "grew by \(growth) KiB in as many rounds")
            try await expectService(of: server)
        }
    }

    /// 32 MiB, in KiB.
    private let allowance = 32 * 1024

    private func expectAnswer(to request: MalformedRequest, from server: TestServer) async {
        let outcome = await RawConnection(port: server.port).perform([.send(request.bytes)])
        let answer = RawAnswer(outcome)
        #expect(outcome.isClosed, "\(request.name): the connection is left open")
        switch request.expectation {
        case .refused(let status, let code):
            #expect(answer?.status == status && answer?.code == code, "\(request.name): \(outcome.text.suffix(300))")
        case .bare:
            #expect(answer?.status == 400 && answer?.body == "", "\(request.name): \(outcome.text.suffix(300))")
        case .status(let status):
            #expect(answer?.status == status, "\(request.name): \(outcome.text.suffix(300))")
        }
    }

    private func expectService(of server: TestServer) async throws {
        #expect(try await server.client.send("GET", "/server/ping").text == "pong")
        #expect(try await server.signInAsAdministrator().status == 200)
    }

    /// `VmRSS`, in KiB (proc(5)).
    private func residentMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }
}
