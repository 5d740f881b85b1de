package import Foundation
package import Synchronization

/// A child process, known by its id.
///
/// By `posix_spawn` itself: Foundation's `Process` watches its children through `select`, which knows no more than 1024
/// descriptors, and on Linux it lost the end of one in a few hundred.
package final class Child: Sendable {
    /// How it ended.
    package struct Ending: Sendable, Equatable {
        /// The exit code, or the signal's number.
        package var code: Int32
        package var wasKilled = false

        package init(code: Int32, wasKilled: Bool = false) {
            self.code = code
            self.wasKilled = wasKilled
        }

        package static let success = Ending(code: 0)
    }

    /// The system would not start it.
    package struct Failure: Error {
        package var program: String
        package var code: Int32
    }

    /// One start at a time: whoever makes a pipe for a child holds this until the child is started, or another child would
    /// inherit the pipe and hold it open.
    package static let starting = Mutex<Void>(())

    package let id: pid_t
    /// Once it is reaped, its id may be somebody else's.
    private let isReaped = Mutex(false)

    /// Starts a program in a process group of its own, so that Ctrl-C reaches the tests only, with no other file open
    /// than these three.
    ///
    /// - Parameters:
    ///   - environment: all of it.
    ///   - folder: the working folder.
    package init(
        _ program: URL, _ arguments: [String], environment: [String: String], in folder: URL, input: FileHandle,
        output: FileHandle, errors: FileHandle
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, handle) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, Int32(target))
        }
        for descriptor in try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").compactMap(Int32.init)
        where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        // A thread of the tests may have signals blocked or ignored; the child must not.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var id = pid_t()
        // posix_spawn has no working folder to give, at least none that Swift sees; a shell that becomes the program has.
        let shell = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, folder.path, program.path]
        let code = Self.withCStrings(shell + arguments) { arguments in
            Self.withCStrings(environment.map { "\($0)=\($1)" }) { environment in
                posix_spawn(&id, shell[0], &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw Failure(program: program.path, code: code) }
        self.id = id
    }

    /// Sends a signal, unless it has ended.
    package func send(_ signal: Int32) {
        isReaped.withLock { isReaped in
            if !isReaped { kill(id, signal) }
        }
    }

    /// Blocks the thread until it has ended, whoever reaps it.
    package func waitForEnd() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
    }

    /// Blocks the thread until it has ended, and reaps it.
    package func wait() -> Ending {
        waitForEnd()
        return isReaped.withLock { isReaped in
            var status: Int32 = 0
            waitpid(id, &status, 0)
            isReaped = true
            // WIFSIGNALED, WTERMSIG, WEXITSTATUS
            let signal = status & 0x7F
            return signal == 0 ? Ending(code: status >> 8 & 0xFF) : Ending(code: signal, wasKilled: true)
        }
    }

    private static func withCStrings<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
