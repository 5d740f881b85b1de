import Foundation
public import SallyportCore
public import SallyportMail

/// Everything about mail that an operator chooses (Directus spec section 7.3).
public struct MailChoices: Sendable {
    /// How letters leave.
    public var transport: MailConfiguration
    /// Where their links may lead.
    public var links: MailLinks
    /// `USER_INVITE_TOKEN_TTL`
    public var invitationLifetime: Duration
    /// `EMAIL_VERIFICATION_TOKEN_TTL`
    public var registrationLifetime: Duration
    /// `RATE_LIMITER_EMAIL_*`; `nil` while it is off.
    public var rateLimit: RateLimiter.Limit?
    /// `EMAIL_VERIFY_SETUP`: whether to see at the start if mail can be sent.
    public var isVerified: Bool
    /// What is allowed, but should be known.
    var warnings: [String] = []
}

extension ConfigurationReader {
    private enum TransportName: String, CaseIterable {
        case outbox, smtp, sendmail
    }

    /// - Parameter dataFolder: where the outbox is without any transport.
    mutating func mail(publicURL: String, dataFolder: String?) -> MailChoices {
        let name = transportName()
        let from = EmailAddress(text("EMAIL_FROM") ?? "no-reply@example.com")
        if !from.isWellFormed {
            report("EMAIL_FROM", "is no e-mail address", "Write the address alone; the name is the project's")
        }
        let links = MailLinks(
            publicURL: publicURL,
            listed: [
                .passwordReset: allowList("PASSWORD_RESET_URL_ALLOW_LIST"),
                .invitation: allowList("USER_INVITE_URL_ALLOW_LIST"),
                .registration: allowList("USER_REGISTER_URL_ALLOW_LIST"),
            ])
        let transport: MailConfiguration.Transport =
            switch name {
            case .outbox:
                .outbox(folder: text("EMAIL_OUTBOX_PATH") ?? (dataFolder.map { "\($0)/outbox" } ?? "./data/outbox"))
            case .smtp: .smtp(mailServer())
            case .sendmail: .sendmail(path: text("EMAIL_SENDMAIL_PATH") ?? "/usr/sbin/sendmail", usesCRLF: usesCRLF())
            }
        var choices = MailChoices(
            transport: MailConfiguration(
                transport: transport, from: from, publicHost: URL(string: publicURL)?.host ?? "localhost",
                templatesFolder: text("EMAIL_TEMPLATES_PATH") ?? "./templates"),
            links: links, invitationLifetime: lifetime("USER_INVITE_TOKEN_TTL") ?? .seconds(7 * 86_400),
            registrationLifetime: lifetime("EMAIL_VERIFICATION_TOKEN_TTL") ?? .seconds(7 * 86_400),
            rateLimit: rateLimit("RATE_LIMITER_EMAIL", points: 60, seconds: 60),
            isVerified: flag("EMAIL_VERIFY_SETUP") ?? true)
        if !MailLinks.canList(publicURL) {
            report(
                "PUBLIC_URL", "holds what no link in a mail can lead to",
                "Write it in ASCII, without user and password: a host's name as xn--…, a path percent-encoded")
        }
        if case .smtp(let server) = transport {
            if server.ignoresTLS, server.user != nil {
                choices.warnings.append("EMAIL_SMTP_IGNORE_TLS sends EMAIL_SMTP_PASSWORD readable over the network.")
            }
            if !server.verifiesCertificate {
                choices.warnings.append("EMAIL_SMTP_TLS_REJECT_UNAUTHORIZED=false lets anybody be the mail server.")
            }
        }
        if name != .outbox, text("EMAIL_FROM") == nil {
            choices.warnings.append("Mail is sent from no-reply@example.com, which others may refuse: set EMAIL_FROM.")
        }
        if name == .outbox, text("EMAIL_SMTP_HOST") != nil {
            choices.warnings.append(
                "EMAIL_SMTP_HOST is given, but mail is written to files: set EMAIL_TRANSPORT to smtp.")
        }
        return choices
    }

    private mutating func transportName() -> TransportName {
        guard let text = text("EMAIL_TRANSPORT") else { return .outbox }
        if ["ses", "mailgun"].contains(text.lowercased()) {
            report(
                "EMAIL_TRANSPORT", "is a service that is spoken to by SMTP here",
                "Write smtp, and the service's SMTP host, user and password as EMAIL_SMTP_HOST, EMAIL_SMTP_USER and "
                    + "EMAIL_SMTP_PASSWORD")
            return .outbox
        }
        return word("EMAIL_TRANSPORT", TransportName.self) ?? .outbox
    }

    private mutating func mailServer() -> SMTPServer {
        let host = text("EMAIL_SMTP_HOST")
        if host == nil {
            report("EMAIL_SMTP_HOST", "is missing beside EMAIL_TRANSPORT=smtp", "Give the mail server's name")
        }
        let isImplicitTLS = flag("EMAIL_SMTP_SECURE") ?? false
        var server = SMTPServer(
            host: host ?? "", port: integer("EMAIL_SMTP_PORT", in: 1...65_535) ?? (isImplicitTLS ? 465 : 587))
        server.isImplicitTLS = isImplicitTLS
        server.ignoresTLS = flag("EMAIL_SMTP_IGNORE_TLS") ?? false
        if server.isImplicitTLS, server.ignoresTLS {
            report("EMAIL_SMTP_IGNORE_TLS", "is true beside EMAIL_SMTP_SECURE", "Keep one of them")
        }
        server.user = text("EMAIL_SMTP_USER")
        server.password = secret("EMAIL_SMTP_PASSWORD")
        if (server.user == nil) != (server.password == nil) {
            report(
                server.user == nil ? "EMAIL_SMTP_USER" : "EMAIL_SMTP_PASSWORD", "is missing beside the other",
                "Give both EMAIL_SMTP_USER and EMAIL_SMTP_PASSWORD, or neither")
        }
        server.name = text("EMAIL_SMTP_NAME")
        server.verifiesCertificate = flag("EMAIL_SMTP_TLS_REJECT_UNAUTHORIZED") ?? true
        server.certificateAuthority = raw("EMAIL_SMTP_TLS_CA_FILE")
        return server
    }

    private mutating func usesCRLF() -> Bool {
        switch text("EMAIL_SENDMAIL_NEW_LINE")?.lowercased() {
        case nil, "unix": return false
        case "windows": return true
        default:
            report("EMAIL_SENDMAIL_NEW_LINE", "is neither unix nor windows", "Write one of them, or leave it out")
            return false
        }
    }

    private mutating func allowList(_ name: String) -> [String] {
        let entries = list(name)
        if entries.contains(where: { !MailLinks.canList($0) }) {
            report(
                name, "holds something that no link can lead to",
                "Write absolute addresses separated by commas, as https://app.example.com/reset or myapp://reset")
        }
        return entries
    }
}
