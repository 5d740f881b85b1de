import SallyportCore
import TestSupport
import Testing

@testable import SallyportSQL

/// Tables `second_factors` and `recovery_codes`.
@Suite("Storage contract: second factors")
struct SecondFactorContract {
    private static func factor(
        of account: Account, _ state: SecondFactor.State = .live, byte: UInt8 = 1, at now: Timestamp
    ) -> SecondFactor {
        SecondFactor(account: account.id, state: state, sealed: [0, 255, byte], created: now)
    }

    private static func digest(_ byte: UInt8) -> RecoveryCode.Digest {
        RecoveryCode.Digest(bytes: Array(repeating: byte, count: 32))
    }

    @Test("one pending and one live, each by itself; only a live one shows on the account", arguments: Engine.allCases)
    func states(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let now = clock.now
            try await vault.write(.durable) { transaction throws in
                try transaction.insert(account, profile: Profile(), at: now)
                try transaction.put(Self.factor(of: account, .pending, at: now))
                #expect(try transaction.account(account.id)?.hasSecondFactor == false)
                try transaction.put(Self.factor(of: account, .pending, byte: 2, at: now))
                try transaction.put(Self.factor(of: account, .live, byte: 3, at: now))
                #expect(try transaction.secondFactor(.pending, of: account.id)?.sealed == [0, 255, 2])
                #expect(
                    try transaction.secondFactor(.live, of: account.id)
                        == Self.factor(of: account, .live, byte: 3, at: now))
                #expect(try transaction.account(account.id)?.hasSecondFactor == true)
                #expect(try transaction.deleteSecondFactor(.live, of: account.id))
                #expect(try !transaction.deleteSecondFactor(.live, of: account.id))
                #expect(try transaction.account(account.id)?.hasSecondFactor == false)
                #expect(try transaction.secondFactor(.pending, of: account.id) != nil)
            }
        }
    }

    @Test(
        "of twenty who use a step at once, one does; then none before it, and one after it", arguments: Engine.allCases)
    func steps(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let now = clock.now
            try await vault.write(.durable) { transaction throws in
                try transaction.insert(account, profile: Profile(), at: now)
                try transaction.put(Self.factor(of: account, .pending, at: now))
                // What is pending has no steps to use.
                #expect(try !transaction.use(step: 7, of: account.id))
                try transaction.put(Self.factor(of: account, at: now))
            }
            let winners = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for _ in 0..<20 {
                    tasks.addTask { try await vault.write(.durable) { try $0.use(step: 7, of: account.id) } }
                }
                return try await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
            try await vault.write(.durable) { transaction throws in
                #expect(try !transaction.use(step: 6, of: account.id))
                #expect(try transaction.use(step: 8, of: account.id))
                #expect(try transaction.secondFactor(.live, of: account.id)?.lastStep == 8)
            }
        }
    }

    @Test("a recovery code is used once, by its account, and all go with the account", arguments: Engine.allCases)
    func recoveryCodes(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let (ada, bob) = (Samples.account(), Samples.account("bob@example.com"))
            let now = clock.now
            try await vault.write(.durable) { transaction throws in
                for account in [ada, bob] {
                    try transaction.insert(account, profile: Profile(), at: now)
                    for byte in 1...3 { try transaction.insert(Self.digest(UInt8(byte)), of: account.id, at: now) }
                }
                #expect(try transaction.use(Self.digest(1), of: ada.id))
                #expect(try !transaction.use(Self.digest(1), of: ada.id))
                #expect(try !transaction.use(Self.digest(9), of: ada.id))
                #expect(try transaction.recoveryCodeCount(of: ada.id) == 2)
                #expect(try transaction.recoveryCodeCount(of: bob.id) == 3)
                try transaction.deleteRecoveryCodes(of: bob.id)
                #expect(try transaction.recoveryCodeCount(of: bob.id) == 0)
                try transaction.delete(ada.id)
                #expect(try transaction.recoveryCodeCount(of: ada.id) == 0)
            }
        }
    }
}
