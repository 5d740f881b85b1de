/// Why an account was not made or changed.
public enum AccountFailure: Error, Sendable {
    /// Set-up is over, or its token is wrong.
    case setUpRefused
    /// The address has not the form of one.
    case invalidEmail
    case emailTaken(EmailAddress)
    /// The password does not satisfy the policy, or is empty (D14).
    case weakPassword
    /// Another account has the value of that field.
    case taken(AccountField)
    /// Nobody would be left to administer.
    case lastAdministrator
    /// A field that this way cannot change, or a value that it cannot hold.
    case invalidField(AccountField, reason: String)
    case tooLong(AccountField, maximum: Int)
    /// The account is no more, or never was.
    case missing
    /// What goes wrong in signing in goes wrong here too.
    case authentication(AuthenticationFailure)

    /// What a vault or a hasher threw, in the caller's terms.
    init(_ error: any Error, email: EmailAddress? = nil) {
        switch error {
        case let failure as AccountFailure: self = failure
        case let violation as UniquenessViolation:
            if violation.field == .email, let email {
                self = .emailTaken(email)
            } else {
                self = .taken(violation.field)
            }
        default: self = .authentication(AuthenticationFailure(error))
        }
    }
}
