import SDKRuntime
import SDKTestSupport
import Synchronization
import Testing

@Suite("One at a time within a process")
struct AsyncLockTests {
    @Test("who is cancelled while he waits still gets his turn: he may hold the only copy of a token")
    func cancelled() async throws {
        let (lock, began, gate) = (AsyncLock(), Gate(), Gate())
        let first = Task {
            await lock.withLock {
                await began.open()
                await gate.pass()
            }
        }
        await began.pass()
        let second = Task { await lock.withLock { Task.isCancelled } }
        second.cancel()
        await gate.open()
        await first.value
        #expect(await second.value)
    }

    @Test("an error inside comes out, and the next one may enter")
    func errors() async throws {
        let lock = AsyncLock()
        await #expect(throws: CancellationError.self) { try await lock.withLock { throw CancellationError() } }
        #expect(await lock.withLock { 7 } == 7)
    }

    @Test("it may be taken again as soon as it is free, a thousand times")
    func again() async {
        let lock = AsyncLock()
        let count = Mutex(0)
        for _ in 0..<1000 { await lock.withLock { count.withLock { $0 += 1 } } }
        #expect(count.withLock { $0 } == 1000)
    }
}
