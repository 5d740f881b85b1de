import Foundation
import SDKRuntime
import Testing

@Suite("Links and leftovers in a storage's folder")
struct StorageLinkTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.file(name).path, withDestinationPath: target)
    }

    @Test("what a crash left of a draft disturbs nobody, and is gone after the next write", arguments: [0, 0o600])
    func leftover(mode: Int) async throws {
        try await folder.storage().set(.number(1))
        let draft = folder.file("session.json.new")
        try Data("{\"version\":1".utf8).write(to: draft)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: draft.path)
        #expect(try await folder.storage().get() == .number(1))
        try await folder.storage().set(.number(2))
        #expect(try await folder.storage().get() == .number(2))
        #expect(try folder.contents() == ["session.json", "session.json.lock"])
    }

    @Test("nor does it outlive a logout: it may hold tokens")
    func draftAtLogout() async throws {
        let draft = folder.file("session.json.new")
        try Data("{\"version\":1".utf8).write(to: draft)
        try await FileStorage(url: folder.file("session.json")).set(nil)
        #expect(!FileManager.default.fileExists(atPath: draft.path))
    }

    @Test("nothing is written through a link in the draft's place")
    func draftLink() async throws {
        try Data("mine".utf8).write(to: folder.file("other"))
        try link("session.json.new", to: "other")
        try await folder.storage().set(.number(1))
        #expect(try Data(contentsOf: folder.file("other")) == Data("mine".utf8))
        #expect(try await folder.storage().get() == .number(1))
        #expect(try folder.mode(of: "session.json") == 0o600)
    }

    @Test("a storage that is reached through a link to its folder is the same one")
    func folderLink() async throws {
        try FileManager.default.createDirectory(at: folder.file("a"), withIntermediateDirectories: false)
        try link("b", to: "a")
        let (direct, linked) = (folder.storage("a/session.json"), folder.storage("b/session.json"))
        try await linked.set(.number(1))
        #expect(try await direct.replace(.number(1), with: .number(2)))
        #expect(try await linked.get() == .number(2))
        try await direct.exclusively {
            let lock = FileLock(url: folder.file("b/session.json.refresh.lock"), patience: .zero)
            await #expect(throws: StorageUnavailable.self) { try await lock.withLock {} }
        }
    }

    @Test("a link that leads nowhere is an absent session")
    func dangling() async throws {
        try link("session.json", to: "nowhere")
        #expect(try await folder.storage().get() == nil)
    }

    @Test("links that lead in a circle are unavailable, not absent")
    func circle() async throws {
        try link("session.json", to: "other")
        try link("other", to: "session.json")
        let storage = folder.storage()
        await #expect(throws: StorageUnavailable.self) { try await storage.get() }
    }
}
