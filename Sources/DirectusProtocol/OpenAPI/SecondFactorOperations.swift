import HTTPTypes
import SallyportCore

/// `/users/me/tfa` and `/users/{id}/tfa` (Directus spec section 2.6; recovery codes are ours).
enum SecondFactorOperations {
    private static let tag = "Two-factor sign-in"
    private static let code: JSON = [
        "type": "string", "minLength": 1, "description": "Of the authenticator app; or a recovery code.",
    ]
    private static let password = Schema.object([
        "password": ["type": "string", "format": "password", "description": "Of an account that signs in here."]
    ])

    static let all: [Operation] = [
        Operation(
            method: .post, path: "/users/me/tfa/generate", id: "generateTwoFactorSecret", tag: tag,
            summary: "Make a secret for an authenticator app", body: password, requiresBody: false,
            answers: [
                .data(
                    Schema.object(
                        ["secret": Schema.text, "otpauth_url": Schema.text], required: ["secret", "otpauth_url"]),
                    "The secret, which can be enabled within ten minutes.")
            ], refusals: [], credential: .needed),
        Operation(
            method: .post, path: "/users/me/tfa/enable", id: "enableTwoFactor", tag: tag,
            summary: "Turn two-factor sign-in on",
            body: Schema.object(
                ["secret": ["type": "string", "minLength": 1], "otp": code], required: ["secret", "otp"]),
            answers: [.nothing("It is on, and all other sessions of the account are over.")], refusals: [.forbidden],
            credential: .needed),
        Operation(
            method: .post, path: "/users/me/tfa/disable", id: "disableTwoFactor", tag: tag,
            summary: "Turn two-factor sign-in off", body: Schema.object(["otp": code], required: ["otp"]),
            answers: [.nothing("It is off, and all other sessions of the account are over.")],
            refusals: [.forbidden], credential: .needed),
        Operation(
            method: .get, path: "/users/me/tfa/recovery-codes", id: "countRecoveryCodes", tag: tag,
            summary: "Count the recovery codes that are left",
            answers: [.data(Schema.object(["remaining": Schema.integer], required: ["remaining"]))], refusals: [],
            credential: .needed),
        Operation(
            method: .post, path: "/users/me/tfa/recovery-codes", id: "replaceRecoveryCodes", tag: tag,
            summary: "Make recovery codes, in place of all that there were",
            body: Schema.object(["password": ["type": "string", "format": "password"], "otp": code]),
            requiresBody: false,
            answers: [
                .data(
                    Schema.object(["recovery_codes": Schema.array(Schema.text)], required: ["recovery_codes"]),
                    "The codes. They are shown nowhere else.")
            ], refusals: [], credential: .needed),
        Operation(
            method: .post, path: "/users/{id}/tfa/disable", id: "disableTwoFactorOf", tag: tag,
            summary: "Turn an account's two-factor sign-in off, as an administrator",
            parameters: [QueryDescription.segment("id", Schema.identifier)],
            answers: [.nothing("It is off, and all sessions of the account are over.")], refusals: [.forbidden],
            credential: .needed),
    ]
}
