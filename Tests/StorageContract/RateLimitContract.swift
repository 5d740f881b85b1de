import SallyportCore
import Synchronization
import TestSupport
import Testing

@testable import SallyportSQL

/// What nodes count together: the table, and limiters of several nodes on it.
@Suite("Storage contract: rate limits")
struct RateLimitContract {
    private static let limit = RateLimiter.Limit(points: 10, window: .seconds(60))

    private static func count(
        _ points: Int, key: String = "a", from start: Timestamp, lasting length: Duration = .seconds(60)
    ) -> RateLimitCount {
        RateLimitCount(limiter: "test", key: key, points: points, start: start, end: start + length)
    }

    // MARK: The table

    @Test("counts add up, key by key, and the first says when the window ends", arguments: Engine.allCases)
    func sum(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let start = clock.now
            let first = [Self.count(3, from: start), Self.count(1, key: "'; DROP TABLE rate_limits; --", from: start)]
            let told = try await vault.write(.relaxed) { try $0.add(first, at: start) }
            #expect(Set(told) == Set(first))
            let later = start + .seconds(5)
            let total = try await vault.write(.relaxed) { try $0.add([Self.count(4, from: later)], at: later) }
            #expect(total == [Self.count(7, from: start)])
            // Given back.
            let less = try await vault.write(.relaxed) { try $0.add([Self.count(-2, from: later)], at: later) }
            #expect(less == [Self.count(5, from: start)])
        }
    }

    @Test(
        "what is counted in a window that has ended is not added, and a row whose window has ended begins anew",
        arguments: Engine.allCases)
    func end(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let start = clock.now
            _ = try await vault.write(.relaxed) { try $0.add([Self.count(3, from: start)], at: start) }
            let end = start + .seconds(60)
            let late = try await vault.write(.relaxed) { try $0.add([Self.count(2, from: start)], at: end) }
            #expect(late.isEmpty)
            let last = end - .milliseconds(1)
            let still = try await vault.write(.relaxed) { try $0.add([Self.count(2, from: last)], at: last) }
            #expect(still == [Self.count(5, from: start)])
            let anew = try await vault.write(.relaxed) { try $0.add([Self.count(1, from: end)], at: end) }
            #expect(anew == [Self.count(1, from: end)])
        }
    }

    @Test("a node whose clock is fast opens a window that begins now, as long as any", arguments: Engine.allCases)
    func fastClock(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let now = clock.now
            let fast = Self.count(1, from: now + .seconds(3600))
            let told = try await vault.write(.relaxed) { try $0.add([fast], at: now) }
            #expect(told == [Self.count(1, from: now)])
            // The database's clock was set back: what is of the future then counts no more.
            let back = now - .seconds(3600)
            let anew = try await vault.write(.relaxed) { try $0.add([Self.count(1, from: back)], at: back) }
            #expect(anew == [Self.count(1, from: back)])
        }
    }

    @Test("windows that have ended are deleted, so many at a time, and no others", arguments: Engine.allCases)
    func deletion(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let now = clock.now
            let counts =
                (0..<5).map { Self.count(1, key: "\($0)", from: now, lasting: .seconds(1)) }
                + [Self.count(1, key: "open", from: now)]
            _ = try await vault.write(.relaxed) { try $0.add(counts, at: now) }
            let end = now + .seconds(1)
            let deleted = try await concurrently(Array(0..<4)) { _ in
                try await vault.write(.relaxed) { try $0.deleteRateLimits(endedBy: end, limit: 2) }
            }
            #expect(deleted.allSatisfy { $0 <= 2 })
            let rest = try await vault.write(.relaxed) { try $0.deleteRateLimits(endedBy: end, limit: 10) }
            #expect(deleted.reduce(0, +) + rest == 5)
            let open = try await vault.write(.relaxed) { try $0.add([Self.count(1, key: "open", from: end)], at: end) }
            #expect(open == [Self.count(2, key: "open", from: now)])
        }
    }

    // MARK: Nodes

    @Test("what one node lets through counts at the others, and all windows end at once", arguments: Engine.allCases)
    func nodes(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let nodes = try await Self.nodes(2, on: vault, clock)
            let start = clock.now
            for _ in 0..<6 { #expect(nodes[0].takes("a", at: clock.now) == nil) }
            #expect(try await nodes[0].limits.exchange() == 1)
            #expect(try await nodes[0].limits.exchange() == 0)

            clock.advance(by: .seconds(20))
            // The second node has not heard of it: it opens a window of its own.
            #expect(nodes[1].takes("a", at: clock.now) == nil)
            #expect(try await nodes[1].limits.exchange() == 1)
            for _ in 0..<3 { #expect(nodes[1].takes("a", at: clock.now) == nil) }
            #expect(nodes[1].takes("a", at: clock.now)?.reset == start + .seconds(60))
            #expect(nodes[1].takes("b", at: clock.now) == nil)
            #expect(try await nodes[1].limits.exchange() == 2)

            // One more passes at the first, which then hears that it was one too many.
            #expect(nodes[0].takes("a", at: clock.now) == nil)
            #expect(try await nodes[0].limits.exchange() == 1)
            #expect(nodes[0].takes("a", at: clock.now)?.reset == start + .seconds(60))

            clock.advance(by: .seconds(40))
            for node in nodes { #expect(node.takes("a", at: clock.now) == nil) }
        }
    }

    @Test("refused requests tell nothing: a flood costs no writes", arguments: Engine.allCases)
    func flood(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let node = try await Self.nodes(1, on: vault, clock)[0]
            for _ in 0..<10 { #expect(node.takes("a", at: clock.now) == nil) }
            #expect(try await node.limits.exchange() == 1)
            for _ in 0..<1000 { #expect(node.takes("a", at: clock.now) != nil) }
            #expect(try await node.limits.exchange() == 0)
        }
    }

    @Test(
        "each node lets through the limit at most, whatever it hears, and together they let through at least that",
        arguments: Engine.allCases)
    func bounds(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            var generator = SeededGenerator(seed: 5)
            let nodes = try await Self.nodes(3, on: vault, clock)
            for round in 0..<10 {
                var passed = [0, 0, 0]
                for _ in 0..<60 {
                    let node = Int.random(in: 0..<3, using: &generator)
                    if nodes[node].takes("\(round)", at: clock.now) == nil { passed[node] += 1 }
                    if Int.random(in: 0..<4, using: &generator) == 0 { _ = try await nodes[node].limits.exchange() }
                }
                let total = passed.reduce(0, +)
                #expect(passed.allSatisfy { $0 <= 10 })
                #expect(total >= 10)
                // Once each has told its last, nobody lets anybody through.
                for node in nodes { _ = try await node.limits.exchange() }
                for node in nodes where passed[node.number] > 0 {
                    if node.takes("\(round)", at: clock.now) == nil { _ = try await node.limits.exchange() }
                    #expect(node.takes("\(round)", at: clock.now) != nil)
                }
            }
        }
    }

    @Test(
        "while the storage is away each node goes on by itself, and what it counted meanwhile is told later",
        arguments: Engine.allCases)
    func away(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let broken = BrokenVault(vault)
            let nodes = try await Self.nodes(2, on: broken, clock)
            broken.isAway = true
            for node in nodes {
                for _ in 0..<4 { #expect(node.takes("a", at: clock.now) == nil) }
                await #expect(throws: StorageError.self) { try await node.limits.exchange() }
            }
            for _ in 0..<6 { #expect(nodes[0].takes("a", at: clock.now) == nil) }
            await #expect(throws: StorageError.self) { try await nodes[0].limits.exchange() }
            #expect(nodes[0].takes("a", at: clock.now) != nil)
            broken.isAway = false
            for node in nodes { #expect(try await node.limits.exchange() == 1) }
            #expect(nodes[1].takes("a", at: clock.now) != nil)
        }
    }

    @Test("a table that was lost opens no gate again", arguments: Engine.allCases)
    func lostTable(engine: Engine) async throws {
        try await engine.open { database, clock async throws in
            try await Migrations.apply(to: database)
            try await Self.expectNoLoss(on: database, clock)
        }
    }

    private static func expectNoLoss(on database: some SQLDatabase, _ clock: ManualClock) async throws {
        let node = try await nodes(1, on: SQLVault(database), clock)[0]
        for _ in 0..<9 { #expect(node.takes("a", at: clock.now) == nil) }
        _ = try await node.limits.exchange()
        _ = try await database.write(.relaxed) { try $0.execute("DELETE FROM rate_limits") }
        #expect(node.takes("a", at: clock.now) == nil)
        _ = try await node.limits.exchange()
        #expect(node.takes("a", at: clock.now) != nil)
    }

    @Test("more windows than one exchange is about are told in several", arguments: Engine.allCases)
    func batches(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let nodes = try await Self.nodes(2, on: vault, clock)
            for key in 0..<1500 { #expect(nodes[0].takes("\(key)", at: clock.now) == nil) }
            #expect(try await nodes[0].limits.exchange() == RateLimits.batch)
            #expect(try await nodes[0].limits.exchange() == 500)
            #expect(try await nodes[0].limits.exchange() == 0)
            #expect(try await nodes[0].limits.sweep() == 0)
            clock.advance(by: .seconds(60))
            #expect(try await nodes[0].limits.sweep() == RateLimits.batch)
            #expect(try await nodes[1].limits.sweep() == 500)
        }
    }

    @Test("limiters that are not shared leave no trace in the storage", arguments: Engine.allCases)
    func alone(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let broken = BrokenVault(vault)
            let keys = try await KeyRing.open(vault, secret: Samples.secret)
            let limits = Samples.core(on: broken, keys: keys, clock: clock.clock).rateLimits
            broken.isAway = true
            let limiter = limits.limiter("test", Self.limit)
            for _ in 0..<10 { try limiter.take("a", at: clock.now) }
            #expect(throws: RateLimiter.Refusal.self) { try limiter.take("a", at: clock.now) }
            #expect(try await limits.exchange() == 0)
            #expect(try await limits.sweep() == 0)
        }
    }

    private struct Node: Sendable {
        var number: Int
        var limits: RateLimits

        /// The refusal, if it is one.
        func takes(_ key: String, at now: Timestamp) -> RateLimiter.Refusal? {
            do throws(RateLimiter.Refusal) {
                try limits.limiter("test", RateLimitContract.limit).take(key, at: now)
                return nil
            } catch { return error }
        }
    }

    private static func nodes(_ count: Int, on vault: any Vault, _ clock: ManualClock) async throws -> [Node] {
        let keys = try await KeyRing.open(vault, secret: Samples.secret)
        return (0..<count).map {
            Node(
                number: $0,
                limits: Samples.core(on: vault, keys: keys, sharesRateLimits: true, clock: clock.clock).rateLimits)
        }
    }
}

/// A vault that can be away.
final class BrokenVault: Vault {
    private let vault: any Vault
    private let away = Mutex(false)

    init(_ vault: any Vault) {
        self.vault = vault
    }

    var gauge: StorageGauge { vault.gauge }

    var isAway: Bool {
        get { away.withLock { $0 } }
        set { away.withLock { $0 = newValue } }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any VaultReading) throws -> Value) async throws -> Value {
        if isAway { throw StorageError("away") }
        return try await vault.read(body)
    }

    func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any VaultTransaction) throws -> Value
    ) async throws -> Value {
        if isAway { throw StorageError("away") }
        return try await vault.write(durability, body)
    }
}
