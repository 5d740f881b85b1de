/// Why a second factor was not set up, used or removed.
public enum SecondFactorFailure: Error, Sendable {
    /// There is one already; it has to be removed first.
    case alreadyEnabled
    /// There is none.
    case notEnabled(Account.ID)
    /// Accounts that sign in here need an address for it.
    case addressMissing
    /// An account that signs in here is asked for its password.
    case passwordMissing
    /// A code is asked for, too.
    case codeMissing
    /// The seed is not the one that was generated last, or that was more than ten minutes ago.
    case foreignSecret
    /// The code is wrong, or was used.
    case wrongCode
    /// The caller may not.
    case forbidden
    /// What goes wrong in signing in goes wrong here too.
    case authentication(AuthenticationFailure)

    /// What a vault or a hasher threw, in the caller's terms.
    init(_ error: any Error) {
        switch error {
        case let failure as SecondFactorFailure: self = failure
        default: self = .authentication(AuthenticationFailure(error))
        }
    }
}
