/// An attempt to show a secret that could be guessed: a password, a code, a static token.
struct Guess: Sendable {
    /// Whose secret it is.
    enum Subject: Sendable {
        case account(Account.ID)
        /// An address that nobody has: counted as if somebody had it.
        case address(EmailAddress, Realm)
        /// The secret itself says whose it is: a token.
        case unnamed
        /// An account's second factor, by somebody who has shown the first, or a session.
        case code(Account.ID)
    }

    var subject: Subject
    var client: Client

    init(_ subject: Subject, by client: Client) {
        self.subject = subject
        self.client = client
    }
}

/// An attempt that showed a wrong secret, and so counts. Whatever else an attempt throws does not.
struct WrongGuess: Error {
    /// What the caller is told.
    let reason: any Error

    init(_ reason: any Error) {
        self.reason = reason
    }
}
