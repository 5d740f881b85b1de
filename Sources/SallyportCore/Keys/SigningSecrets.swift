/// The secrets that access tokens are signed with (design section 4, "Keys").
public struct SigningSecrets: Sendable, Equatable {
    /// Signs.
    public var current: Secret<[UInt8]>
    /// What one of these signed opens nothing, but whoever shows it may refresh.
    public var outdated: [Secret<[UInt8]>]

    /// - Parameters:
    ///   - current: `SECRET`.
    ///   - outdated: what it was before.
    public init(current: Secret<[UInt8]>, outdated: [Secret<[UInt8]>] = []) {
        self.current = current
        self.outdated = outdated
    }

    /// These secrets after the change that the stored keys may tell of (``SecretHandover``).
    func following(_ stored: [WrappedKey]) -> SigningSecrets {
        var secrets = self
        // Whoever was told that the successor is the older one goes back on purpose.
        if let next = SecretHandover.next(in: stored, for: current), !knows(next) {
            secrets.outdated.insert(current, at: 0)
            secrets.current = next
        }
        for previous in SecretHandover.previous(in: stored, for: secrets.current) where !secrets.knows(previous) {
            secrets.outdated.append(previous)
        }
        return secrets
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.current.reveal() == right.current.reveal()
            && left.outdated.map { $0.reveal() } == right.outdated.map { $0.reveal() }
    }

    private func knows(_ secret: Secret<[UInt8]>) -> Bool {
        ([current] + outdated).contains { $0.reveal() == secret.reveal() }
    }
}
