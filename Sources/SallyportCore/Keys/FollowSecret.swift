import Logging

/// Follows a change of `SECRET` that was made elsewhere while this node serves (``SecretHandover``): it signs with the new
/// secret from then on, and takes what the old one signed for outdated, never for forged.
public actor FollowSecret {
    /// For how long after a look nothing is taken to have changed, however many tokens with unknown signatures are shown.
    static let trust: Duration = .seconds(1)

    private let vault: any Vault
    private let signatures: TokenSignatures
    /// How long what the old secret has signed may live, nodes that were slow to learn the new one included.
    private let overlap: Duration
    private let clock: Clock
    private let logger: Logger

    private var lastLook: Timestamp?
    private var looking: Task<Timestamp, any Error>?

    init(
        vault: any Vault, signatures: TokenSignatures, sessions: SessionSettings, clock: @escaping Clock, logger: Logger
    ) {
        self.vault = vault
        self.signatures = signatures
        overlap = max(sessions.accessLifetime(.json), sessions.accessLifetime(.session)) + .seconds(5 * 60)
        self.clock = clock
        self.logger = logger
    }

    /// Whether other secrets count now than did for whoever asks, who has met a signature that he does not know.
    ///
    /// - Throws: ``AuthenticationFailure/unavailable(_:)``: nobody can tell.
    func hasChanged(since known: TokenSignatures.Epoch) async throws(AuthenticationFailure) -> Bool {
        let asked = clock()
        do {
            if signatures.epoch === known, !hasLooked(at: asked) {
                let began = try await look()
                // Another's look that began too long before the question does not answer it.
                if asked - began >= Self.trust { try await look() }
            }
        } catch { throw AuthenticationFailure(error) }
        return signatures.epoch !== known
    }

    /// Looks for a change, and ends the handover when all that the old secret has signed is over. To be called every now
    /// and then.
    ///
    /// - Throws: ``StorageError``.
    public func keepUp() async throws {
        try await look()
        let overlap = overlap
        let isOverdue = try await vault.read { reading in
            let (began, now) = (try reading.handoverBegan(), try reading.now)
            return began.map { $0 + overlap <= now } == true
        }
        guard isOverdue else { return }
        try await vault.write(.durable) { transaction in
            try transaction.deleteHandover(begunUntil: try transaction.now - overlap)
        }
        logger.notice("The change of SECRET is complete: the old one opens nothing any more.")
    }

    private func hasLooked(at moment: Timestamp) -> Bool {
        guard let lastLook else { return false }
        return lastLook <= moment + Self.trust && moment - lastLook < Self.trust
    }

    /// Whoever comes while a look is under way waits for it.
    ///
    /// - Returns: when the look began.
    @discardableResult
    private func look() async throws -> Timestamp {
        if let looking { return try await looking.value }
        let task = Task { try await self.lookNow() }
        looking = task
        defer { looking = nil }
        return try await task.value
    }

    private func lookNow() async throws -> Timestamp {
        let began = clock()
        let stored = try await vault.read { try $0.wrappedKeys() }
        lastLook = began
        let secrets = signatures.epoch.secrets
        let following = secrets.following(stored)
        guard following != secrets else { return began }
        signatures.begin(following)
        guard following.current.reveal() != secrets.current.reveal() else { return began }
        logger.warning(
            """
            SECRET was changed, and this node signs with the new one from now on. Start it with the new SECRET before the \
            old one is over.
            """)
        return began
    }
}
