import Foundation
import SDKRuntime
import Synchronization
import Testing

@Suite("Keeping the session in a file")
struct FileStorageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("looking touches nothing, whether the folder is there or not")
    func looking() async throws {
        #expect(try await folder.storage("a/b/session.json").get() == nil)
        #expect(try await folder.storage().get() == nil)
        #expect(try folder.contents() == [])
    }

    @Test("the session and its locks are all that stays, readable by their owner only")
    func files() async throws {
        let storage = folder.storage()
        try await storage.exclusively { try await storage.set(.number(1)) }
        #expect(try folder.contents() == ["session.json", "session.json.lock", "session.json.refresh.lock"])
        for name in try folder.contents() { #expect(try folder.mode(of: name) == 0o600) }
    }

    @Test("a file that everybody could read is not so any more")
    func tightens() async throws {
        try JSONEncoder().encode(AuthenticationData.number(1)).write(to: folder.file())
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: folder.file().path)
        try await folder.storage().set(.number(2))
        #expect(try folder.mode(of: "session.json") == 0o600)
    }

    @Test("folders that are missing are made for their owner only, others stay as they are")
    func folders() async throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
        try await folder.storage("a/b/session.json").set(.number(1))
        #expect(try folder.mode(of: "a") == 0o700)
        #expect(try folder.mode(of: "a/b") == 0o700)
        #expect(try folder.mode(of: "") == 0o755)
    }

    @Test("twenty who come first at once make one folder, and all of them succeed")
    func racingForTheFolder() async throws {
        try await withThrowingTaskGroup(of: Void.self) { [folder] group in
            for number in 0..<20 {
                group.addTask { try await folder.storage("a/b/c/session.json").set(.number(number)) }
            }
            try await group.waitForAll()
        }
        #expect(try await folder.storage("a/b/c/session.json").get() != nil)
    }

    @Test("who reads while another replaces five hundred times always finds a session, and never an older one")
    func atomic() async throws {
        let (writer, reader) = (folder.storage(), folder.storage())
        try await writer.set(.number(0))
        let isDone = Mutex(false)
        async let writing: Void = {
            defer { isDone.withLock { $0 = true } }
            for number in 1...500 { try await writer.set(.number(number)) }
        }()
        var seen: [Int] = []
        while !isDone.withLock({ $0 }) {
            let token = try #require(try await reader.get()?.accessToken)
            seen.append(try #require(Int(token.dropFirst("access-".count))))
            await Task.yield()
        }
        try await writing
        #expect(seen == seen.sorted())
        #expect(try await reader.get() == .number(500))
    }

    @Test("a large session with letters of every kind is read as it was written")
    func large() async throws {
        let data = AuthenticationData(accessToken: String(repeating: "aé\u{0}\"\\🦊\n", count: 100_000))
        try await folder.storage().set(data)
        #expect(try await folder.storage().get() == data)
    }
}
