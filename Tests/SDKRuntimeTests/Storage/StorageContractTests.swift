import SDKRuntime
import SDKTestSupport
import Synchronization
import Testing

@Suite("What each storage promises to those who share it")
struct StorageContractTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("nothing is stored at first, then what was stored last", arguments: StorageKind.allCases)
    func getAndSet(kind: StorageKind) async throws {
        let storages = kind.shared(2, in: folder)
        #expect(try await storages[1].get() == nil)
        try await storages[0].set(.number(1))
        #expect(try await storages[1].get() == .number(1))
        try await storages[1].set(.number(2))
        #expect(try await storages[0].get() == .number(2))
        try await storages[0].set(nil)
        #expect(try await storages[1].get() == nil)
    }

    @Test("removing nothing is fine", arguments: StorageKind.allCases)
    func removingNothing(kind: StorageKind) async throws {
        let storage = kind.shared(1, in: folder)[0]
        try await storage.set(nil)
        try await storage.set(nil)
        #expect(try await storage.replace(nil, with: nil))
        #expect(try await storage.get() == nil)
    }

    @Test("replacing needs what was expected, and says so", arguments: StorageKind.allCases)
    func replacing(kind: StorageKind) async throws {
        let storage = kind.shared(1, in: folder)[0]
        #expect(try await !storage.replace(.number(1), with: .number(2)))
        #expect(try await storage.get() == nil)
        #expect(try await storage.replace(nil, with: .number(1)))
        #expect(try await !storage.replace(nil, with: .number(2)))
        #expect(try await !storage.replace(.number(2), with: nil))
        #expect(try await storage.get() == .number(1))
        #expect(try await storage.replace(.number(1), with: .number(2)))
        #expect(try await storage.replace(.number(2), with: nil))
        #expect(try await storage.get() == nil)
    }

    @Test(
        "of twenty who replace the same at once, one wins, and what it wrote is there", arguments: StorageKind.allCases,
        1...5)
    func compareAndSet(kind: StorageKind, round: Int) async throws {
        let storages = kind.shared(20, in: folder)
        let before = AuthenticationData.number(1000 + round)
        try await storages[0].set(before)
        let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
            for (number, storage) in storages.enumerated() {
                group.addTask { try await storage.replace(before, with: .number(number)) ? number : nil }
            }
            return try await group.reduce(into: [Int]()) { if let winner = $1 { $0.append(winner) } }
        }
        #expect(winners.count == 1)
        #expect(try await storages[0].get() == winners.first.map { .number($0) })
    }

    @Test("one at a time runs exclusively, however many wait", arguments: StorageKind.allCases)
    func exclusively(kind: StorageKind) async throws {
        let room = Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for storage in kind.shared(20, in: folder) {
                group.addTask {
                    try await storage.exclusively {
                        room.enter()
                        for _ in 0..<20 { await Task.yield() }
                        room.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(room.most == 1)
        #expect(room.visits == 20)
    }

    /// Counts who is in it.
    private final class Room: Sendable {
        private let state = Mutex((inside: 0, most: 0, visits: 0))

        var most: Int { state.withLock { $0.most } }
        var visits: Int { state.withLock { $0.visits } }

        func enter() {
            state.withLock { state in
                state.inside += 1
                state.visits += 1
                state.most = max(state.most, state.inside)
            }
        }

        func leave() {
            state.withLock { $0.inside -= 1 }
        }
    }

    @Test("who runs exclusively may read and write, and others may too meanwhile", arguments: StorageKind.allCases)
    func writingMeanwhile(kind: StorageKind) async throws {
        let storages = kind.shared(2, in: folder)
        try await storages[0].exclusively {
            #expect(try await storages[0].get() == nil)
            try await storages[1].set(.number(1))
            #expect(try await storages[0].replace(.number(1), with: .number(2)))
        }
        #expect(try await storages[1].get() == .number(2))
    }

    @Test("an error inside comes out, and the next one may enter", arguments: StorageKind.allCases)
    func errors(kind: StorageKind) async throws {
        let storages = kind.shared(2, in: folder)
        await #expect(throws: StorageUnavailable.self) {
            try await storages[0].exclusively { throw StorageUnavailable("no") }
        }
        #expect(try await storages[1].exclusively { 7 } == 7)
    }
}
