import SallyportCore

extension AccountFailure {
    /// What to tell an operator: what was wrong, and what would be right.
    var explanation: String {
        switch self {
        case .setUpRefused: "this is not permitted"
        case .invalidEmail: "this is no e-mail address; it needs a name, an @, and a domain with a dot"
        case .emailTaken(let email): "there is an account with the address \(email) already"
        case .weakPassword: "the password is empty, or does not satisfy the password policy"
        case .taken(let field): "another account has this \(field.rawValue)"
        case .lastAdministrator: "nobody would be left to administer"
        case .invalidField(_, let reason): reason
        case .tooLong(let field, let maximum): "\(field.rawValue) is longer than \(maximum) characters"
        case .missing:
            "there is no account with this address; `sallyport user list` shows them, with --realm store customers"
        case .authentication(.unavailable(let error)): "the database does not answer: \(error)"
        case .authentication: "the password could not be hashed; try again"
        }
    }
}
