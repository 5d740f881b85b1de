/// Where the links in letters lead: to this server's own pages, or to addresses that an operator has listed. Never to where
/// a request says that it came to (security.md 3f.28).
public struct MailLinks: Sendable {
    /// `PUBLIC_URL`, without a slash at the end.
    public let publicURL: String
    private let listed: [Letter.Kind: [LinkAddress]]
    /// `MEDUSA_PASSWORD_RESET_URL`: a page of the storefront's; there is none of ours.
    public var customerPasswordReset: String?

    /// - Parameters:
    ///   - publicURL: where this server is reached from outside, without a slash at the end.
    ///   - listed: `PASSWORD_RESET_URL_ALLOW_LIST`, `USER_INVITE_URL_ALLOW_LIST` and `USER_REGISTER_URL_ALLOW_LIST`, by
    ///     the letters that they are about. What is no address lists nothing.
    public init(publicURL: String, listed: [Letter.Kind: [String]] = [:]) {
        self.publicURL = publicURL
        self.listed = listed.mapValues { $0.compactMap { LinkAddress($0) } }
    }

    /// Whether a text can stand in an allow-list: an absolute address, whose scheme is one that links may have.
    public static func canList(_ text: String) -> Bool {
        LinkAddress(text) != nil
    }

    /// Whether somebody may have the link lead there: to an address of the list, whatever its query and fragment. Custom
    /// schemes too are compared with all that stands before those (Directus spec section 7.2, "do an exact match").
    public func allows(_ url: String, for kind: Letter.Kind) -> Bool {
        guard let address = LinkAddress(url) else { return false }
        return listed[kind]?.contains { $0.leads(to: address) } ?? false
    }

    /// The link of a letter.
    ///
    /// - Parameter url: where it leads instead of to our own page.
    /// - Returns: `nil` if that is no address.
    func link(_ kind: Letter.Kind, to url: String?, token: Secret<String>) -> Secret<String>? {
        let own = kind == .customerPasswordReset ? customerPasswordReset : publicURL + Self.path(kind)
        return (url ?? own).flatMap { LinkAddress($0) }?.text(token: token)
    }

    /// Directus' paths (spec section 7.1), but for registrations: a page with a button confirms nothing to who only looks at
    /// the link (D8). What the original's link leads to works, too.
    private static func path(_ kind: Letter.Kind) -> String {
        switch kind.purpose {
        case .passwordReset: "/admin/reset-password"
        case .invitation: "/admin/accept-invite"
        case .registration: "/admin/verify-email"
        case .customerPasswordReset, nil: "/admin"
        }
    }
}
