import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The program `StorageProcess`, running: another process on the same storage.
///
/// By `posix_spawn` itself: Foundation's `Process` on Linux knows no more than 1024 descriptors, and lost the end of
/// a child.
final class StorageProcess: Sendable {
    /// How it ended.
    enum Ending: Sendable, Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let id: pid_t
    /// Once it is reaped, its id may be somebody else's.
    private let isReaped = Mutex(false)
    /// Its standard input: it ends with this process, and then the one who reads it.
    private let input: Int32
    private let lines: AsyncStream<String>
    private let endings: AsyncStream<Ending>

    /// Starts it.
    ///
    /// - Parameter umask: in octal digits; `nil` is that of the tests.
    init(_ arguments: String..., umask: String? = nil) throws {
        var command = [try Self.program().path] + arguments
        if let umask { command = ["/bin/sh", "-c", #"umask "$0" && exec "$@""#, umask] + command }
        let (input, output) = (try Pipe(), try Pipe())
        self.input = input.writing

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.reading, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        var id = pid_t()
        let copies = command.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let code = posix_spawn(&id, command[0], &actions, nil, copies + [nil], environ)
        close(input.reading)
        close(output.writing)
        guard code == 0 else { throw Failure(description: "\(command[0]) does not start: error \(code).") }
        self.id = id

        let (lines, said) = AsyncStream.makeStream(of: String.self)
        let (endings, ended) = AsyncStream.makeStream(of: Ending.self)
        (self.lines, self.endings) = (lines, endings)
        // Both calls block, and must not block a thread that tests run on.
        Thread.detachNewThread { [self] in
            if let file = fdopen(output.reading, "r") {
                while let line = readLine(from: file) { said.yield(line) }
                fclose(file)
            }
            said.finish()
            ended.yield(reap())
            ended.finish()
        }
    }

    deinit {
        close(input)
    }

    /// The first line that it says; `nil` when it ends without one.
    func line() async -> String? {
        for await line in lines { return line }
        return nil
    }

    /// Waits for its end. A test that is cancelled, for it took too long, kills it.
    func ended() async -> Ending? {
        await withTaskCancellationHandler {
            for await ending in endings { return ending }
            return nil
        } onCancel: {
            kill()
        }
    }

    /// Ends it as nothing can prevent.
    func kill() {
        isReaped.withLock { isReaped in
            if !isReaped { systemKill(id) }
        }
    }

    private func reap() -> Ending {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        return isReaped.withLock { isReaped in
            var status: Int32 = 0
            waitpid(id, &status, 0)
            isReaped = true
            // WIFSIGNALED, WTERMSIG, WEXITSTATUS
            let signal = status & 0x7F
            return signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
        }
    }

    /// The program, which the build put beside this test bundle, or above it.
    private static func program() throws -> URL {
        let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        var folder = tests.resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("StorageProcess", isDirectory: false)
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        throw Failure(description: "There is no StorageProcess beside \(tests.path) or above it: build it first.")
    }

    /// A pipe of which no other child keeps an end.
    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw Failure(description: "No pipe: error \(errno).") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (reading, writing) = (ends[0], ends[1])
        }
    }
}

/// The class has a member of this name.
private func systemKill(_ id: pid_t) {
    kill(id, SIGKILL)
}

private func readLine(from file: UnsafeMutablePointer<FILE>) -> String? {
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    guard getline(&line, &capacity, file) > 0, let line else { return nil }
    return String(cString: line).trimmingCharacters(in: .newlines)
}
