public import SallyportCore

/// A mail server, how to speak to it, and who we are to it.
public struct SMTPServer: Sendable {
    /// Its name or address (`EMAIL_SMTP_HOST`).
    public var host: String
    /// Its port (`EMAIL_SMTP_PORT`): 587 for submission, 465 when TLS is spoken at once (RFC 8314 section 3.3), 25 between
    /// servers.
    public var port: Int
    /// Who we are (`EMAIL_SMTP_USER`); `nil` is nobody in particular.
    public var user: String?
    /// What proves it (`EMAIL_SMTP_PASSWORD`).
    public var password: Secret<String>?
    /// Whether TLS is spoken from the first byte on (`EMAIL_SMTP_SECURE`). Otherwise STARTTLS is used where it is offered,
    /// and demanded where there is a user and the server is on another machine.
    public var isImplicitTLS: Bool
    /// Whether STARTTLS is left alone even where it is offered (`EMAIL_SMTP_IGNORE_TLS`). A password is then readable on
    /// the way.
    public var ignoresTLS: Bool
    /// What we call ourselves in `EHLO` (`EMAIL_SMTP_NAME`, RFC 5321 section 4.1.1.1); `nil` is the public host.
    public var name: String?
    /// Whether the server must prove by a certificate that it is the one (`EMAIL_SMTP_TLS_REJECT_UNAUTHORIZED`).
    public var verifiesCertificate: Bool
    /// A file with the certificates, in PEM, of who may vouch for it; `nil` is whom the system trusts.
    public var certificateAuthority: String?

    /// A mail server with these properties.
    public init(
        host: String, port: Int, user: String? = nil, password: Secret<String>? = nil, isImplicitTLS: Bool = false,
        ignoresTLS: Bool = false, name: String? = nil, verifiesCertificate: Bool = true,
        certificateAuthority: String? = nil
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.isImplicitTLS = isImplicitTLS
        self.ignoresTLS = ignoresTLS
        self.name = name
        self.verifiesCertificate = verifiesCertificate
        self.certificateAuthority = certificateAuthority
    }

    /// Whether a letter may go only through TLS: there is a password to lose, and a network to lose it on.
    var requiresTLS: Bool {
        isImplicitTLS || !ignoresTLS && user != nil && !isLoopback
    }

    /// Whether it is on this machine.
    var isLoopback: Bool {
        let name = host.lowercased()
        if ["localhost", "::1", "[::1]"].contains(name) { return true }
        // 127.0.0.0/8 (RFC 1122 section 3.2.1.3), written in full: `127.evil.example` is a name.
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
    }
}
