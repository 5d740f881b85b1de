/// Why a one-time token does not do what it was shown for (D6).
public enum OneTimeTokenFailure: Error, Sendable {
    /// None of ours, or changed on its way.
    case invalid
    /// Made for something else.
    case foreign
    /// Used, or no longer good: another was used, the address or the password changed, the account is no more.
    case spent
    case expired
    /// The password that came with it does not satisfy the policy, or is empty (D14). The token is as good as before.
    case weakPassword
    /// What goes wrong in signing in goes wrong here too.
    case authentication(AuthenticationFailure)

    /// What a vault or a hasher threw, in the caller's terms.
    init(_ error: any Error) {
        switch error {
        case let failure as OneTimeTokenFailure: self = failure
        default: self = .authentication(AuthenticationFailure(error))
        }
    }
}
