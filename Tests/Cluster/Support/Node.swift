import Foundation
import Synchronization
import TestSupport

/// A node: the binary as a process of its own on a port of its own, which can be killed, stopped and started again.
final class Node: Sendable {
    let port: Int
    private let environment: [String: String]
    private let folder: URL
    private let state = Mutex(State())

    private struct State {
        var server: RunningServer?
        var starts = 0
    }

    init(port: Int, environment: [String: String], folder: URL) throws {
        self.port = port
        self.environment = environment
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    var client: HTTPClient { HTTPClient(port: port) }
    /// Everything that it has logged since its last start.
    var log: String { state.withLock { $0.server?.log } ?? "" }

    /// Starts it, and waits until it listens.
    func start() async throws {
        let number = state.withLock { state in
            state.starts += 1
            return state.starts
        }
        let program = try Program(
            try Binary.url(), ["serve"], environment: environment, in: folder,
            record: folder.appending(path: "\(number)"))
        let server = try await RunningServer(program)
        state.withLock { $0.server = server }
    }

    /// Kills it as it stands, and waits.
    func kill() async {
        await state.withLock { $0.server }?.kill()
    }

    /// Stops it gracefully, and waits.
    func stop() async {
        await state.withLock { $0.server }?.stop()
    }

    /// Has it stand still: its sockets stay open, and nobody answers.
    func freeze() { send(SIGSTOP) }

    /// Lets it go on.
    func thaw() { send(SIGCONT) }

    private func send(_ signal: Int32) {
        state.withLock { $0.server }?.program.send(signal)
    }
}
