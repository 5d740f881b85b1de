public import MedusaProtocol
public import SallyportCore

/// What is configured about Medusa's door; `nil` while it is off.
public struct MedusaChoices: Sendable {
    /// The door itself.
    public var options: MedusaOptions
    /// What its tokens and cookies are signed with.
    public var store: StoreSettings
    /// `MEDUSA_PASSWORD_RESET_URL`
    public var passwordResetURL: String
}

extension ConfigurationReader {
    /// Medusa's door (medusa.md A1.1): off unless it is switched on, for it lets strangers register.
    mutating func medusa(publicURL: String, registrationLimit: RateLimiter.Limit?) -> MedusaChoices? {
        guard flag("MEDUSA_ENABLED") ?? false else { return nil }
        let cors = text("STORE_CORS") ?? ""
        for piece in StoreCORS.problems(in: cors) {
            report("STORE_CORS", "holds «\(piece)», which is no regular expression", "Write it as /\\.example\\.com$/")
        }
        var options = MedusaOptions(
            cors: StoreCORS(cors), isSecure: publicURL.hasPrefix("https:"),
            tellsWhoExists: flag("MEDUSA_EXISTS") ?? true)
        options.registrationLimit = registrationLimit
        let store = StoreSettings(
            tokenSecret: signingSecret("JWT_SECRET"), cookieSecret: signingSecret("COOKIE_SECRET"))
        let resetURL = text("MEDUSA_PASSWORD_RESET_URL") ?? ""
        if resetURL.isEmpty {
            report(
                "MEDUSA_PASSWORD_RESET_URL", "is missing beside MEDUSA_ENABLED=true: mails need a page to lead to",
                "Write the storefront's page, as https://shop.example.com/reset-password")
        } else if !MailLinks.canList(resetURL) {
            report(
                "MEDUSA_PASSWORD_RESET_URL", "is no address that a link may have",
                "Write the storefront's page, as https://shop.example.com/reset-password")
        }
        return MedusaChoices(options: options, store: store, passwordResetURL: resetURL)
    }
}
