public import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps the session in a file that only its owner can read (mode 0600), replaced as a whole.
///
/// For command lines, daemons and servers on Linux and macOS; on Apple devices prefer `KeychainStorage`. Processes that
/// name the same file share the session: while one refreshes, the others wait and then use what it got. Two lock files
/// stand beside the file, `<name>.lock` and `<name>.refresh.lock`; they hold nothing and stay.
///
/// The tokens are in clear in the file, as in `~/.netrc`: whoever can read it is signed in.
public struct FileStorage: AuthenticationStorage {
    /// The file.
    public let url: URL
    private let writing: FileLock
    private let refreshing: FileLock

    /// A storage in this file. Nothing is touched until it is used; missing folders are then made (mode 0700).
    public init(url: URL) {
        self.url = url
        writing = FileLock(url: url.appendingPathExtension("lock"))
        refreshing = FileLock(url: url.appendingPathExtension("refresh.lock"))
    }

    /// - Throws: ``StorageUnavailable`` when the file is there and cannot be read, or does not hold a session.
    public func get() async throws -> AuthenticationData? {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw StorageUnavailable(systemError: errno, doing: "read", path: url.path)
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let bytes: Data
        do {
            bytes = try file.readToEnd() ?? Data()
        } catch {
            throw StorageUnavailable("Cannot read \(url.path).")
        }
        do {
            return try JSONDecoder().decode(AuthenticationData.self, from: bytes)
        } catch {
            throw StorageUnavailable(
                "\(url.path) does not hold a session that this release can read. Update the app, or remove the file to start signed out."
            )
        }
    }

    /// - Throws: ``StorageUnavailable`` when the file cannot be written; the old one then stays.
    public func set(_ data: AuthenticationData?) async throws {
        try makeFolder()
        try await writing.withLock { try write(data) }
    }

    public func replace(_ expected: AuthenticationData?, with data: AuthenticationData?) async throws -> Bool {
        try makeFolder()
        return try await writing.withLock {
            guard try await get() == expected else { return false }
            try write(data)
            return true
        }
    }

    public func exclusively<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try makeFolder()
        return try await refreshing.withLock(body)
    }

    private func makeFolder() throws {
        let folder = url.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageUnavailable("Cannot make the folder \(folder.path).")
        }
    }

    /// Writes a new file beside the old one, waits for the disk, and renames it: a crash leaves the old one or the new one.
    private func write(_ data: AuthenticationData?) throws {
        let draft = url.appendingPathExtension("new").path
        // Of a process that was killed while it wrote; it may hold tokens.
        unlink(draft)
        guard let data else {
            guard unlink(url.path) == 0 || errno == ENOENT else {
                throw StorageUnavailable(systemError: errno, doing: "remove", path: url.path)
            }
            synchronizeFolder()
            return
        }
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StorageUnavailable(systemError: errno, doing: "write", path: draft) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: JSONEncoder().encode(data))
            try file.synchronize()
        } catch {
            unlink(draft)
            throw StorageUnavailable("Cannot write \(draft): is the disk full?")
        }
        guard rename(draft, url.path) == 0 else {
            defer { unlink(draft) }
            throw StorageUnavailable(systemError: errno, doing: "replace", path: url.path)
        }
        synchronizeFolder()
    }

    /// Waits until the disk has the folder too: a power cut must not bring a used token back, nor a session that ended.
    private func synchronizeFolder() {
        let descriptor = open(url.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
