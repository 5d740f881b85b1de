/// The fields of an account as Directus names them, in the order in which its answers show them (recording
/// `me/bearer-lowercase-scheme`; spec section 2.1 for those that only administrators see).
public enum AccountField: String, Sendable, Hashable, CaseIterable {
    case id
    case firstName = "first_name"
    case lastName = "last_name"
    case lastPage = "last_page"
    case email
    case password
    case location
    case title
    case description
    case tags
    case provider
    case avatar
    case language
    case appearance
    case themeLight = "theme_light"
    case themeDark = "theme_dark"
    case tfaSecret = "tfa_secret"
    case status
    case role
    case token
    case lastAccess = "last_access"
    case externalIdentifier = "external_identifier"
    case authData = "auth_data"
    case emailNotifications = "email_notifications"
    case themeLightOverrides = "theme_light_overrides"
    case themeDarkOverrides = "theme_dark_overrides"
    case textDirection = "text_direction"
    case policies

    /// What any account with app access may read of itself (spec section 2.1).
    public static let ownReadable: Set<Self> = [
        .id, .firstName, .lastName, .lastPage, .email, .password, .location, .title, .description, .tags, .provider,
        .avatar, .language, .appearance, .themeLight, .themeDark, .tfaSecret, .status, .role,
    ]
}
