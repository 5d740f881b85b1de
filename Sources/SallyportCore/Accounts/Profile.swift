/// What an account tells about itself: the fields that change nothing about signing in.
public struct Profile: Sendable, Hashable {
    public var firstName: String?
    public var lastName: String?
    public var lastPage: String?
    public var location: String?
    public var title: String?
    public var description: String?
    public var avatar: String?
    public var language: String?
    public var appearance: String?
    public var themeLight: String?
    public var themeDark: String?
    public var textDirection: String?
    public var emailNotifications: Bool?
    /// JSON texts, kept as they came.
    public var tags: String?
    public var themeLightOverrides: String?
    public var themeDarkOverrides: String?

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
