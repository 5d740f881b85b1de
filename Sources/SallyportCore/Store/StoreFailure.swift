/// Why something was not done for a customer.
public enum StoreFailure: Error, Sendable {
    /// The address belongs to somebody.
    case emailTaken
    /// The address has not the form of one.
    case invalidEmail
    /// The password is empty, or does not satisfy the policy.
    case weakPassword
    /// He is a customer already.
    case alreadyCustomer
    /// The account is no customer's.
    case noCustomer(Account.ID)
    /// There is no address with that id.
    case noAddress(String)
    /// A value that cannot be kept.
    case invalid(String)
    /// What goes wrong in signing in goes wrong here too.
    case authentication(AuthenticationFailure)

    /// What a vault or a hasher threw, in the caller's terms.
    init(_ error: any Error) {
        switch error {
        case let failure as StoreFailure: self = failure
        case is UniquenessViolation: self = .emailTaken
        case AccountFailure.weakPassword, OneTimeTokenFailure.weakPassword: self = .weakPassword
        default: self = .authentication(AuthenticationFailure(error))
        }
    }
}
