/// How mail is sent, and what its links are.
public struct MailSettings: Sendable {
    /// Takes letters over.
    public var sender: any MailSender
    /// Where links lead.
    public var links: MailLinks
    /// How long a link is good to set a new password. Directus' day, which cannot be chosen.
    public var passwordResetLifetime: Duration = .seconds(86_400)
    /// `USER_INVITE_TOKEN_TTL`
    public var invitationLifetime: Duration = .seconds(7 * 86_400)
    /// `EMAIL_VERIFICATION_TOKEN_TTL`
    public var registrationLifetime: Duration = .seconds(7 * 86_400)
    /// How long a link is good to set a customer's new password: Medusa's quarter of an hour (medusa.md A3.3, B5).
    public var customerPasswordResetLifetime: Duration = .seconds(900)
    /// `RATE_LIMITER_EMAIL_*`: how many letters go out in how long; the others wait.
    public var rateLimit: RateLimiter.Limit?

    /// Directus' lifetimes.
    public init(sender: any MailSender, links: MailLinks) {
        self.sender = sender
        self.links = links
    }

    func lifetime(_ purpose: OneTimeToken.Purpose) -> Duration {
        switch purpose {
        case .passwordReset: passwordResetLifetime
        case .invitation: invitationLifetime
        case .registration: registrationLifetime
        case .customerPasswordReset: customerPasswordResetLifetime
        }
    }
}

extension Letter.Kind {
    /// What the token in its link is for; `nil` for notices.
    public var purpose: OneTimeToken.Purpose? {
        switch self {
        case .passwordReset: .passwordReset
        case .invitation: .invitation
        case .registration: .registration
        case .customerPasswordReset: .customerPasswordReset
        case .passwordChanged, .emailChanged, .signInMethodAdded, .secondFactorEnabled, .secondFactorDisabled,
            .recoveryCodesReplaced, .recoveryCodeUsed:
            nil
        }
    }
}
