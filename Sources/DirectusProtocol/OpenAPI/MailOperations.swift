import HTTPTypes
import SallyportCore

/// What goes by mail: `/auth/password`, `/users/invite`, `/users/register` (Directus spec sections 1.6, 2.3 and 2.5).
enum MailOperations {
    private static let email: JSON = ["type": "string", "format": "email"]
    private static let password: JSON = ["type": "string", "format": "password", "minLength": 1]
    private static let uri: JSON = ["type": "string", "format": "uri", "description": "Of the allow-list."]
    private static let name: JSON = ["type": "string", "minLength": 1, "maxLength": 50]
    /// What a token can be refused for.
    private static let tokenRefusals: Set<DirectusErrorCode> = [
        .invalidToken, .forbidden, .tokenExpired, .failedValidation,
    ]

    static let all: [Operation] = [
        requestPasswordReset, resetPassword, invite, acceptInvitation, register, confirmRegistration,
    ]

    private static let requestPasswordReset = Operation(
        method: .post, path: "/auth/password/request", id: "requestPasswordReset", tag: "Authentication",
        summary: "Ask for a mail with a link to set a new password",
        body: Schema.object(["email": Schema.text, "reset_url": uri], required: ["email"]),
        answers: [.nothing("If there is such an account, a mail is on its way.")], refusals: [])

    private static let resetPassword = Operation(
        method: .post, path: "/auth/password/reset", id: "resetPassword", tag: "Authentication",
        summary: "Set a new password with the token of a mail",
        body: Schema.object(["token": Schema.text, "password": password], required: ["token", "password"]),
        answers: [.nothing("The password is set, and all sessions of the account are over.")], refusals: tokenRefusals)

    private static let invite = Operation(
        method: .post, path: "/users/invite", id: "inviteUsers", tag: "Users",
        summary: "Make accounts for people who choose their password themselves",
        body: Schema.object(
            [
                "email": ["oneOf": [email, Schema.array(email)]], "role": ["type": "string", "format": "uuid"],
                "invite_url": uri,
            ], required: ["email", "role"]),
        answers: [.nothing("Who is new, or was invited before, gets a mail.")],
        refusals: [.forbidden, .failedValidation, .recordNotUnique, .invalidForeignKey, .valueTooLong])

    private static let acceptInvitation = Operation(
        method: .post, path: "/users/invite/accept", id: "acceptInvitation", tag: "Users",
        summary: "Choose a password with the token of an invitation",
        body: Schema.object(["token": Schema.text, "password": password], required: ["token", "password"]),
        answers: [.nothing("The account is active.")], refusals: tokenRefusals.union([.invalidInvite]))

    private static let register = Operation(
        method: .post, path: "/users/register", id: "register", tag: "Users", summary: "Make an account for oneself",
        body: Schema.object(
            [
                "email": email, "password": password, "verification_url": uri, "first_name": name, "last_name": name,
            ], required: ["email", "password"]),
        answers: [.nothing("If the address is new, a mail with a link is on its way.")],
        refusals: [.forbidden, .failedValidation, .valueTooLong])

    private static let confirmRegistration = Operation(
        method: .get, path: "/users/register/verify-email", id: "confirmRegistration", tag: "Users",
        summary: "Confirm an address with the token of a mail",
        parameters: [QueryDescription.parameter("token", Schema.text, "The token of the link.")],
        answers: [
            Operation.Answer(
                status: .found, description: "The account is active; a browser is led to where it is asked first.",
                schema: Schema.text, type: "text/plain",
                headers: [("Location", "A page that says so.")])
        ], refusals: [.invalidToken, .forbidden, .tokenExpired])
}
