/// A message to one person, all but its words: what a template needs, and where it goes.
public struct Letter: Sendable {
    /// Which template, by the name that Directus gives it (Directus spec section 7.1), or ours.
    public enum Kind: String, Sendable, CaseIterable {
        case passwordReset = "password-reset"
        case invitation = "user-invitation"
        case registration = "user-registration"
        case customerPasswordReset = "customer-password-reset"
        /// A notice: somebody has changed the password.
        case passwordChanged = "password-changed"
        /// A notice to the old address: the account has another one now.
        case emailChanged = "email-changed"
        /// A notice: there is a new way to sign in to the account, as a static token.
        case signInMethodAdded = "sign-in-method-added"
        /// A notice: a second factor is asked for from now on.
        case secondFactorEnabled = "two-factor-enabled"
        /// A notice: none is asked for any more.
        case secondFactorDisabled = "two-factor-disabled"
        /// A notice: there are new recovery codes, and the old ones are dead.
        case recoveryCodesReplaced = "recovery-codes-replaced"
        /// A notice: somebody has signed in with one.
        case recoveryCodeUsed = "recovery-code-used"
    }

    /// The project in whose name it is sent.
    public struct Project: Sendable, Hashable {
        /// The setting `project_name`.
        public var name: String
        /// The setting `project_color`, as `#6644FF`.
        public var color: String
        /// The setting `project_url`, or where the server is.
        public var url: String

        /// A project with these words.
        public init(name: String, color: String, url: String) {
            self.name = name
            self.color = color
            self.url = url
        }
    }

    /// The same for every copy of this message: what receivers know a second one by.
    public var id: String
    /// Which template.
    public var kind: Kind
    /// Where it goes.
    public var recipient: EmailAddress
    /// The languages wished for, as `de-DE`, the dearest first; a template may be there in another only.
    public var languages: [String]
    /// Where the recipient is to go; it holds a token. `nil` for notices.
    public var link: Secret<String>?
    /// How long the link is good from its making on; `nil` without one.
    public var lifetime: Duration?
    /// What to call the recipient.
    public var firstName: String?
    /// What to call the recipient.
    public var lastName: String?
    /// In whose name.
    public var project: Project
    /// When it was written.
    public var date: Timestamp

    /// A message with these parts.
    public init(
        id: String, kind: Kind, recipient: EmailAddress, languages: [String], link: Secret<String>? = nil,
        lifetime: Duration? = nil, firstName: String? = nil, lastName: String? = nil, project: Project,
        date: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.recipient = recipient
        self.languages = languages
        self.link = link
        self.lifetime = lifetime
        self.firstName = firstName
        self.lastName = lastName
        self.project = project
        self.date = date
    }
}
