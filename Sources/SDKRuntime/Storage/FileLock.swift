package import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A lock that processes share: `flock` on a file that holds nothing. The system lets go of it when a process dies.
package struct FileLock: Sendable {
    /// The file; it is made when it is missing, and stays.
    package let url: URL
    /// How long to wait for another process before giving up: longer than a refresh takes.
    package let patience: Duration

    package init(url: URL, patience: Duration = .seconds(90)) {
        self.url = url
        self.patience = patience
    }

    /// Runs the body while no other holder of the lock runs, in this process or another.
    ///
    /// It asks again and again instead of blocking: a blocked thread would be one of the few that all tasks share.
    ///
    /// - Throws: ``StorageUnavailable`` when the file cannot be opened or another process holds it for too long, and
    ///   what the body throws.
    package func withLock<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        let end = ContinuousClock.now + patience
        var pause = Duration.milliseconds(1)
        while true {
            let descriptor = open(url.path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw StorageUnavailable(systemError: errno, doing: "open", path: url.path) }
            defer { close(descriptor) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                // Somebody may have removed the file meanwhile: then the next one would lock another.
                if isAtPath(descriptor) { return try await body() }
            } else if errno != EWOULDBLOCK, errno != EINTR {
                throw StorageUnavailable(systemError: errno, doing: "lock", path: url.path)
            }
            guard ContinuousClock.now < end else {
                throw StorageUnavailable(
                    "Another process has held the lock \(url.path) for \(Int(patience.seconds)) seconds; is it hanging?"
                )
            }
            try await Task.sleep(for: pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    /// Whether the open file is the one that has the name.
    private func isAtPath(_ descriptor: Int32) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(url.path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }
}
