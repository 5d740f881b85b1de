/// Why somebody is not let in. Every door translates each case to its own words.
public enum AuthenticationFailure: Error, Sendable {
    /// Unknown, wrong, dead: nobody is told which.
    case invalidCredentials
    /// The password is right, and a one-time password is asked for.
    case oneTimePasswordMissing
    /// The password is right; the one-time password, or the recovery code, is wrong or was used.
    case oneTimePasswordWrong
    /// Too many wrong guesses; nobody is locked out for good.
    case throttled(RateLimiter.Refusal, at: Timestamp)
    /// A genuine credential of a living session that is no longer good: a late session cookie, or a stolen copy that the
    /// settings only refuse. The client must not be told to forget its cookies (design section 5).
    case superseded
    /// A token that we did not make, or changed on its way.
    case invalidToken
    case tokenExpired
    /// The account may not sign in, though its session was never ended.
    case suspended
    /// Too many sign-ins wait already (D22).
    case overloaded(retryAfter: Duration)
    /// It cannot be told any more whether a token was a racer's or a thief's: the request is too old.
    case late
    /// Storage is away. Nobody is let in.
    case unavailable(StorageError)
}

extension AuthenticationFailure {
    /// What a vault or a hasher threw, in the caller's terms.
    init(_ error: any Error) {
        switch error {
        case let failure as AuthenticationFailure: self = failure
        case HashFailure.overloaded(let wait): self = .overloaded(retryAfter: wait)
        case HashFailure.exhausted: self = .overloaded(retryAfter: .seconds(1))
        case let error as StorageError: self = .unavailable(error)
        default: self = .unavailable(StorageError(String(describing: type(of: error))))
        }
    }
}
