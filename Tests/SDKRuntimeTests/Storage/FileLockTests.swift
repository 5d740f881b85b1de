import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("A lock that processes share")
struct FileLockTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// With some patience even for a lock that is free: a child that another test starts right now has every file of this
    /// process open until it runs its program, locks included.
    private func lock(_ patience: Duration = .seconds(10)) -> FileLock {
        FileLock(url: folder.file("lock"), patience: patience)
    }

    @Test("who waits for too long gives up, says why, and has not run")
    func patience() async throws {
        let file = folder.file("lock").path
        try await lock().withLock {
            let impatient = lock(.milliseconds(20))
            let error = await #expect(throws: StorageUnavailable.self) {
                try await impatient.withLock { _ = Issue.record("Two hold the lock.") }
            }
            #expect(error?.reason.contains(file) == true)
        }
        #expect(try await lock().withLock { 7 } == 7)
    }

    @Test("who is cancelled while he waits leaves the queue, and the lock as it is")
    func cancellation() async throws {
        let gate = Gate()
        let waiting = try await lock().withLock {
            let task = Task<Void, any Error> { [lock = lock()] in
                await gate.open()
                try await lock.withLock { _ = Issue.record("Two hold the lock.") }
            }
            await gate.pass()
            task.cancel()
            return await task.result
        }
        #expect(throws: CancellationError.self) { try waiting.get() }
        #expect(try await lock().withLock { 7 } == 7)
    }

    @Test("an error inside lets go of the lock")
    func errors() async throws {
        let lock = lock()
        await #expect(throws: CocoaError.self) { try await lock.withLock { throw CocoaError(.fileNoSuchFile) } }
        #expect(try await lock.withLock { 7 } == 7)
    }

    @Test("a folder that is missing is an error, and no endless wait")
    func missingFolder() async {
        let lock = FileLock(url: folder.file("a/lock"))
        await #expect(throws: StorageUnavailable.self) { try await lock.withLock {} }
    }

    @Test("the lock's file holds nothing, and stays")
    func file() async throws {
        try await lock().withLock {}
        #expect(try Data(contentsOf: folder.file("lock")).isEmpty)
        #expect(try folder.mode(of: "lock") == 0o600)
    }
}
