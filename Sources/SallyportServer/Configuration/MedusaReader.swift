import DirectusProtocol
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
    ///
    /// - Parameters:
    ///   - directus: what holds for all doors: rate limits, and HSTS.
    ///   - secret: `SECRET`, which no other secret may equal: its holder could make the other door's tokens.
    mutating func medusa(
        publicURL: String, like directus: DirectusOptions, secret: Secret<String>?
    ) -> MedusaChoices? {
        guard flag("MEDUSA_ENABLED") ?? false else { return nil }
        let cors = text("STORE_CORS") ?? ""
        for (entry, reason) in StoreCORS.problems(in: cors) {
            report(
                "STORE_CORS", "holds «\(entry)», which \(reason)",
                "Separate origins by commas only: https://shop.example.com,/\\.example\\.com$/")
        }
        var options = MedusaOptions(
            cors: StoreCORS(cors), isSecure: publicURL.hasPrefix("https:"),
            tellsWhoExists: flag("MEDUSA_EXISTS") ?? true)
        options.registrationLimit = directus.registrationRateLimit
        options.rateLimit = directus.rateLimit
        options.globalRateLimit = directus.globalRateLimit
        options.strictTransportSecurity = directus.strictTransportSecurity
        let store = StoreSettings(
            tokenSecret: ownSecret("JWT_SECRET", not: secret), cookieSecret: ownSecret("COOKIE_SECRET", not: secret))
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

    /// What is set about this door, and to no effect.
    mutating func medusaWarnings(_ choices: MedusaChoices?) -> [String] {
        guard choices == nil else {
            return text("STORE_CORS") == nil ? ["No page of a storefront may call the store: set STORE_CORS."] : []
        }
        let given = names.filter { ($0.hasPrefix("MEDUSA_") && $0 != "MEDUSA_ENABLED") || $0 == "STORE_CORS" }
            .sorted()
        return given.isEmpty
            ? [] : ["\(given.joined(separator: ", ")): of no effect, for MEDUSA_ENABLED is not true."]
    }

    private mutating func ownSecret(_ name: String, not other: Secret<String>?) -> Secret<String>? {
        let secret = signingSecret(name)
        if let secret, secret.reveal() == other?.reveal() {
            report(
                name, "is the same as SECRET",
                "Leave it out, and one is made and kept; or make another with: openssl rand -base64 48")
        }
        return secret
    }
}
