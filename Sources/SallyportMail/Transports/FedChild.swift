import Foundation

/// A child process that is given something to read, and says nothing.
///
/// By `posix_spawn` itself: Foundation's `Process` watches its children through `select`, which knows no more than 1024
/// descriptors.
struct FedChild {
    /// How it ended.
    enum Ending: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// The system would not start it.
    struct Failure: Error {
        /// An `errno`.
        var code: Int32
    }

    private let id: pid_t
    private let input: Int32

    /// Starts it, in a process group of its own, with no file open but its input.
    init(_ path: String, _ arguments: [String]) throws(Failure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(code: errno) }
        let (reading, writing) = (ends[0], ends[1])
        defer { close(reading) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Whoever does not read must not hold us up.
        _ = fcntl(writing, F_SETFL, fcntl(writing, F_GETFL) | O_NONBLOCK)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, reading, 0)
        // What it says may hold addresses.
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        for descriptor in (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? [] {
            guard let descriptor = Int32(descriptor), descriptor > 2 else { continue }
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        // The server ignores signals, and this thread blocks one; the child must not.
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
        let code = Self.withCStrings([path] + arguments) { arguments in
            Self.withCStrings(Self.environment) { posix_spawn(&id, path, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else {
            close(writing)
            throw Failure(code: code)
        }
        self.id = id
        input = writing
    }

    /// Blocks the thread until it has read all and has ended. To be called once, on a thread that blocks `SIGPIPE`.
    ///
    /// - Returns: `nil` if it took longer, or nobody waits any more; then it is killed.
    func feed(_ bytes: [UInt8], within limit: Duration, unless cancellation: Cancellation) -> Ending? {
        let deadline = ContinuousClock.now + limit
        let isOver = { ContinuousClock.now >= deadline || cancellation.isCancelled }
        write(bytes, until: isOver)
        close(input)
        var status: Int32 = 0
        while true {
            let reaped = waitpid(id, &status, WNOHANG)
            if reaped == id { return Self.ending(status) }
            // Somebody else reaped it: how it ended is lost.
            if reaped == -1, errno != EINTR { return .exited(-1) }
            if isOver() { break }
            usleep(5000)
        }
        // With what it has started.
        kill(-id, SIGKILL)
        while waitpid(id, &status, 0) == -1, errno == EINTR {}
        return nil
    }

    /// Ends early if it hangs up: its exit status says why.
    private func write(_ bytes: [UInt8], until isOver: () -> Bool) {
        var rest = bytes[...]
        while !rest.isEmpty, !isOver() {
            var watched = pollfd(fd: input, events: Int16(POLLOUT), revents: 0)
            guard poll(&watched, 1, 50) >= 0 || errno == EINTR else { return }
            let count = rest.withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func ending(_ status: Int32) -> Ending {
        // WIFSIGNALED, WTERMSIG, WEXITSTATUS
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }

    /// The server's own secrets are in its environment; this is what a program needs.
    private static let environment = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR"].compactMap { name in
        ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" }
    }

    private static func withCStrings<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
