import Foundation
import SDKRuntime
import Testing

/// supabase-swift issue 703: an app and its widget raced with one refresh token, and the good session was deleted.
@Suite("A file that processes share", .timeLimit(.minutes(5)))
struct SharedBetweenProcessesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func begin(_ storage: FileStorage) async throws {
        // Its access token has expired long ago, so it is due.
        try await storage.set(
            AuthenticationData(
                accessToken: "access-0", refreshToken: "refresh-0", expires: 900_000, expiresAt: noon, mode: .json))
    }

    @Test("two processes whose token is always due refresh two hundred times and more, and lose no session")
    func alwaysDue() async throws {
        let peer = StrictServer(lifetime: 1)
        let (server, storage) = (try peer.serve(), folder.storage())
        try await begin(storage)
        let processes = try (0..<2).map { _ in
            try StorageProcess("refresh", storage.url.path, server.url("").absoluteString, "125")
        }
        for process in processes { #expect(await process.ended() == .exit(0)) }
        #expect(peer.refusals == 0)
        // A token that is not a millisecond old serves the other process too, so not all of the 250 reach the server.
        #expect((200...250).contains(peer.refreshes))
        #expect(try await storage.get()?.refreshToken == peer.currentToken)
    }

    @Test("what one process got serves those who waited for it, and nobody loses the session", arguments: [2, 4])
    func sharing(count: Int) async throws {
        let peer = StrictServer(lifetime: 900_000)
        let (server, storage) = (try peer.serve(), folder.storage())
        try await begin(storage)
        let processes = try (0..<count).map { _ in
            try StorageProcess("refresh", storage.url.path, server.url("").absoluteString, "\(200 / count)")
        }
        for process in processes { #expect(await process.ended() == .exit(0)) }
        #expect(peer.refusals == 0)
        #expect((1...200).contains(peer.refreshes))
        #expect(try await storage.get()?.refreshToken == peer.currentToken)
        #expect(try await storage.get()?.accessToken == "access-\(peer.refreshes)")
    }

    @Test("while another process refreshes, one may read and write, but not refresh")
    func exclusion() async throws {
        let storage = folder.storage()
        let other = try StorageProcess("hold", storage.url.path)
        #expect(await other.line() == "held")
        let lock = FileLock(url: storage.url.appendingPathExtension("refresh.lock"), patience: .milliseconds(100))
        await #expect(throws: StorageUnavailable.self) {
            try await lock.withLock { _ = Issue.record("Two hold the lock.") }
        }
        try await storage.set(.number(1))
        #expect(try await storage.replace(.number(1), with: .number(2)))
        #expect(try await storage.get() == .number(2))
        other.kill()
        #expect(await other.ended() == .signal(SIGKILL))
    }

    @Test("the lock of a process that was killed is free, and who waits for it gets it")
    func killed() async throws {
        let storage = folder.storage()
        let other = try StorageProcess("hold", storage.url.path)
        #expect(await other.line() == "held")
        async let mine = storage.exclusively { "mine" }
        other.kill()
        #expect(await other.ended() == .signal(SIGKILL))
        #expect(try await mine == "mine")
    }

    @Test("a process that is started meanwhile does not keep the lock when it is free again")
    func children() async throws {
        let lock = FileLock(url: folder.file("lock"), patience: .seconds(5))
        let child = try await lock.withLock { [folder] in
            let child = try StorageProcess("hold", folder.file("other").path)
            #expect(await child.line() == "held")
            return child
        }
        #expect(try await lock.withLock { 7 } == 7)
        child.kill()
        #expect(await child.ended() == .signal(SIGKILL))
    }

    @Test("the file is its owner's only, whatever the umask", arguments: ["000", "022", "027", "077"])
    func umask(umask: String) async throws {
        let file = folder.file("made/session.json")
        let process = try StorageProcess("write", file.path, "token", umask: umask)
        #expect(await process.ended() == .exit(0))
        #expect(try folder.mode(of: "made") == 0o700)
        #expect(try folder.mode(of: "made/session.json") == 0o600)
        #expect(try folder.mode(of: "made/session.json.lock") == 0o600)
        #expect(try await folder.storage("made/session.json").get()?.accessToken == "token")
    }

    @Test("a process that is killed while it writes leaves the old session or the new one", arguments: 1...5)
    func killedWhileWriting(round: Int) async throws {
        let storage = folder.storage()
        try await storage.set(AuthenticationData(accessToken: "token"))
        let process = try StorageProcess("rewrite", storage.url.path, "token")
        #expect(await process.line() == "writing")
        process.kill()
        #expect(await process.ended() == .signal(SIGKILL))
        #expect(try await storage.get()?.accessToken == "token")
        try await storage.set(.number(1))
        #expect(try await storage.get() == .number(1))
    }

    @Test("who reads two thousand times while another process replaces always finds a session")
    func reading() async throws {
        let storage = folder.storage()
        try await storage.set(AuthenticationData(accessToken: "token"))
        let process = try StorageProcess("rewrite", storage.url.path, "token")
        #expect(await process.line() == "writing")
        var found: [String?: Int] = [:]
        for _ in 0..<2000 { found[try await storage.get()?.accessToken, default: 0] += 1 }
        #expect(found == ["token": 2000])
        process.kill()
        #expect(await process.ended() == .signal(SIGKILL))
    }
}
