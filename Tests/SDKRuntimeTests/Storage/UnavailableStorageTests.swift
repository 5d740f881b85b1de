import Foundation
import SDKRuntime
import Testing

/// Conditions that hold for root too, whom no permission stops.
@Suite("A file that cannot be used is not the same as none")
struct UnavailableStorageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "a file that holds no session is unavailable",
        arguments: [
            "", " ", "null", "{}", "s3cret", #"{"version":2,"mode":"json","accessToken":"s3cret"}"#,
            #"{"version":1,"mode":"json","accessToken":"s3cret"#, "\u{0}\u{0}\u{0}\u{0}",
        ])
    func damaged(text: String) async throws {
        try Data(text.utf8).write(to: folder.file())
        let storage = folder.storage()
        let error = try #require(await #expect(throws: StorageUnavailable.self) { try await storage.get() })
        #expect(error.reason.contains("session.json"))
        #expect(!printed(error).contains("s3cret"))
        await #expect(throws: StorageUnavailable.self) { try await storage.replace(nil, with: .number(1)) }
        #expect(try String(decoding: Data(contentsOf: folder.file()), as: UTF8.self) == text)
    }

    @Test("a sign-in replaces what cannot be read, and a sign-out removes it", arguments: [nil, 1])
    func healing(number: Int?) async throws {
        try Data("damaged".utf8).write(to: folder.file())
        let data = number.map(AuthenticationData.number)
        try await folder.storage().set(data)
        #expect(try await folder.storage().get() == data)
    }

    @Test("a folder in the file's place is unavailable, and stays; no draft with tokens is left")
    func folderInItsPlace() async throws {
        let inside = folder.file().appendingPathComponent("a")
        try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
        let storage = folder.storage()
        await #expect(throws: StorageUnavailable.self) { try await storage.get() }
        await #expect(throws: StorageUnavailable.self) { try await storage.set(.number(1)) }
        await #expect(throws: StorageUnavailable.self) { try await storage.set(nil) }
        await #expect(throws: StorageUnavailable.self) { try await storage.replace(nil, with: .number(1)) }
        #expect(FileManager.default.fileExists(atPath: inside.path))
        #expect(try folder.contents() == ["session.json", "session.json.lock"])
    }

    @Test("a file in the folder's place is unavailable, and stays")
    func fileInTheFoldersPlace() async throws {
        try Data("file".utf8).write(to: folder.file("a"))
        let storage = folder.storage("a/session.json")
        await #expect(throws: StorageUnavailable.self) { try await storage.get() }
        await #expect(throws: StorageUnavailable.self) { try await storage.set(.number(1)) }
        await #expect(throws: StorageUnavailable.self) { try await storage.exclusively {} }
        #expect(try Data(contentsOf: folder.file("a")) == Data("file".utf8))
    }

    @Test("a folder in a lock's place is unavailable", arguments: ["lock", "refresh.lock"])
    func folderInTheLocksPlace(suffix: String) async throws {
        let storage = folder.storage()
        try FileManager.default.createDirectory(
            at: folder.file("session.json.\(suffix)"), withIntermediateDirectories: false)
        await #expect(throws: StorageUnavailable.self) {
            try await storage.exclusively { try await storage.set(.number(1)) }
        }
        #expect(try await storage.get() == nil)
    }

    @Test("a name that no file can have is unavailable")
    func longName() async throws {
        let storage = folder.storage(String(repeating: "a", count: 300))
        await #expect(throws: StorageUnavailable.self) { try await storage.get() }
        await #expect(throws: StorageUnavailable.self) { try await storage.set(.number(1)) }
    }

    @Test("an error says what to do, and is a text for people")
    func text() {
        let error = StorageUnavailable("The disk is missing.")
        #expect("\(error)" == "The disk is missing.")
        #expect(error.localizedDescription == "The disk is missing.")
    }
}
