import SallyportCore
import Synchronization
import TestSupport
import Testing

/// `REFRESH_DURABILITY`.
@Suite("What a refresh waits for")
struct RefreshDurabilityTests {
    @Test(
        "a refresh waits for the disk where it is to, and does all that it does without",
        arguments: Durability.allCases, Engine.allCases)
    func refresh(durability: Durability, engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let watched = WatchedVault(vault)
            let keys = try await KeyRing.open(vault, secret: Samples.secret)
            let core = Samples.core(
                on: watched, keys: keys, sessions: SessionSettings(gracePeriod: .zero, refreshDurability: durability),
                clock: clock.clock)
            _ = try await core.setUp(
                SetUp.Administrator(email: EmailAddress("ada@example.com"), password: Password("correct horse 9")),
                client: Client())
            let signedIn = try await core.signIn(
                SignIn.Request(
                    realm: .team, email: EmailAddress("ada@example.com"), password: Password("correct horse 9"),
                    mode: .json, client: Client()))
            let first = try #require(core.refreshTokens.decode(signedIn.refreshToken.reveal()))
            watched.forget()
            clock.advance(by: .seconds(1))
            let refreshed = try await core.refresh(first, mode: .json, realm: .team, client: Client())
            #expect(watched.durabilities == [durability])
            let second = try #require(core.refreshTokens.decode(refreshed.refreshToken.reveal()))
            _ = try await core.refresh(second, mode: .json, realm: .team, client: Client())
            // A stolen copy ends the session, and that waits for the disk in any case (rule 5.3).
            watched.forget()
            await #expect(throws: AuthenticationFailure.self) {
                try await core.refresh(first, mode: .json, realm: .team, client: Client())
            }
            #expect(watched.durabilities.last == .durable)
            #expect(try await vault.read { try $0.session(first.session) }?.revoked == clock.now)
        }
    }

    /// Notes what writers wait for.
    private final class WatchedVault: Vault {
        private let vault: any Vault
        private let noted = Mutex<[Durability]>([])

        init(_ vault: any Vault) {
            self.vault = vault
        }

        var gauge: StorageGauge { vault.gauge }

        var durabilities: [Durability] { noted.withLock { $0 } }

        func forget() {
            noted.withLock { $0 = [] }
        }

        func read<Value: Sendable>(
            _ body: @escaping @Sendable (any VaultReading) throws -> Value
        ) async throws -> Value {
            try await vault.read(body)
        }

        func write<Value: Sendable>(
            _ durability: Durability, _ body: @escaping @Sendable (any VaultTransaction) throws -> Value
        ) async throws -> Value {
            noted.withLock { $0.append(durability) }
            return try await vault.write(durability, body)
        }
    }
}
