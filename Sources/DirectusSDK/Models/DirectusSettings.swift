/// The project's settings, as far as they have to do with its name and with signing in. What the query did not ask for, or
/// the account may not see, is `nil`. For the others, write a type of your own.
public struct DirectusSettings: Sendable, Equatable, Decodable {
    /// The id; there is one item.
    public let id: Int?
    /// `project_name`.
    public let projectName: String?
    /// `project_descriptor`: what stands beside the name.
    public let projectDescriptor: String?
    /// `project_url`: where the project is on the web.
    public let projectURL: String?
    /// `project_color`, such as `#6644FF`.
    public let projectColor: String?
    /// `default_language`, such as `en-US`.
    public let defaultLanguage: String?
    /// `auth_login_attempts`: how many wrong passwords suspend an account; `nil`: no number does.
    public let loginAttempts: Int?
    /// `auth_password_policy`: the regular expression that a new password must match; `nil`: any password is good.
    public let passwordPolicy: String?
    /// `public_registration`: whether strangers may register.
    public let allowsPublicRegistration: Bool?
    /// `public_registration_verify_email`: whether they have to confirm their address.
    public let verifiesRegisteredEmail: Bool?
    /// `public_registration_role`: the role that they get.
    public let publicRegistrationRole: Relation<String, DirectusRole>?
    /// `public_registration_email_filter`: which addresses may register.
    public let publicRegistrationEmailFilter: Filter?

    private enum CodingKeys: String, CodingKey {
        case id
        case projectName = "project_name"
        case projectDescriptor = "project_descriptor"
        case projectURL = "project_url"
        case projectColor = "project_color"
        case defaultLanguage = "default_language"
        case loginAttempts = "auth_login_attempts"
        case passwordPolicy = "auth_password_policy"
        case allowsPublicRegistration = "public_registration"
        case verifiesRegisteredEmail = "public_registration_verify_email"
        case publicRegistrationRole = "public_registration_role"
        case publicRegistrationEmailFilter = "public_registration_email_filter"
    }
}
