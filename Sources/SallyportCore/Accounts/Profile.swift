/// What an account tells about itself: the fields that change nothing about signing in.
public struct Profile: Sendable, Hashable {
    /// At most 50 characters.
    public var firstName: String?
    /// At most 50 characters.
    public var lastName: String?
    /// The page of the Studio that was open last.
    public var lastPage: String?
    /// Where somebody is, in his own words.
    public var location: String?
    /// At most 50 characters.
    public var title: String?
    /// Anything, up to 65,535 characters.
    public var description: String?
    /// The id of a file.
    public var avatar: String?
    /// A language tag, as `de-DE`.
    public var language: String?
    /// The Studio's appearance: `auto`, `light`, `dark`.
    public var appearance: String?
    /// The Studio's light theme.
    public var themeLight: String?
    /// The Studio's dark theme.
    public var themeDark: String?
    /// The Studio's direction of text; `auto` in a new account.
    public var textDirection: String?
    /// Whether the Studio may send notices.
    public var emailNotifications: Bool?
    /// JSON texts, kept as they came.
    public var tags: String?
    /// JSON text, up to 65,535 bytes.
    public var themeLightOverrides: String?
    /// JSON text, up to 65,535 bytes.
    public var themeDarkOverrides: String?

    /// The profile of a new account, with Directus' defaults.
    public init(firstName: String? = nil, lastName: String? = nil) {
        self.firstName = firstName
        self.lastName = lastName
        textDirection = "auto"
        emailNotifications = true
    }

    /// The fields that hold plain text, and where.
    public static let texts: [AccountField: any WritableKeyPath<Profile, String?> & Sendable] = [
        .firstName: \.firstName, .lastName: \.lastName, .lastPage: \.lastPage, .location: \.location, .title: \.title,
        .description: \.description, .avatar: \.avatar, .language: \.language, .appearance: \.appearance,
        .themeLight: \.themeLight, .themeDark: \.themeDark, .textDirection: \.textDirection,
    ]

    /// The fields that hold JSON, and where.
    public static let documents: [AccountField: any WritableKeyPath<Profile, String?> & Sendable] = [
        .tags: \.tags, .themeLightOverrides: \.themeLightOverrides, .themeDarkOverrides: \.themeDarkOverrides,
    ]
}
