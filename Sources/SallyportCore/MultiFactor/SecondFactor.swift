/// What an account's authenticator app and this server share, as it is stored: sealed (``SecondFactorSeal``).
public struct SecondFactor: Sendable, Hashable {
    /// Whether it is asked for yet. The raw value is stored.
    public enum State: String, Sendable, CaseIterable {
        /// Generated, and not confirmed by a code: it guards nothing.
        case pending
        /// Asked for at sign-in.
        case live
    }

    /// Whose it is.
    public var account: Account.ID
    /// Whether it is asked for.
    public var state: State
    /// The seed, encrypted and bound to account and state.
    public var sealed: [UInt8]
    /// When it was generated.
    public var created: Timestamp
    /// The newest step whose code was used; `nil` before the first.
    public var lastStep: Int64?

    /// A second factor as a row has it.
    public init(
        account: Account.ID, state: State, sealed: [UInt8], created: Timestamp, lastStep: Int64? = nil
    ) {
        self.account = account
        self.state = state
        self.sealed = sealed
        self.created = created
        self.lastStep = lastStep
    }
}
