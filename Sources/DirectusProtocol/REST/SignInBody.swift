import SallyportCore

/// The body of a sign-in (Directus spec section 1.2): the first wrong key is reported, in the order e-mail, password, mode,
/// otp; unknown keys are let be.
struct SignInBody {
    let email: EmailAddress
    let password: Password
    let mode: TokenMode

    init(_ body: JSON) throws(DirectusError) {
        guard let object = body.object else { throw .invalidPayload(#""value" must be of type object"#) }
        let email = try Self.text("email", in: object)
        guard EmailAddress(email).isWellFormed else { throw .invalidPayload(#""email" must be a valid email"#) }
        self.email = EmailAddress(email)
        password = Password(try Self.text("password", in: object))
        if let mode = object["mode"] {
            guard let mode = mode.string.flatMap(TokenMode.init(rawValue:)) else {
                throw .invalidPayload(#""mode" must be one of [cookie, json, session]"#)
            }
            self.mode = mode
        } else {
            mode = .json
        }
        if object["otp"] != nil { _ = try Self.text("otp", in: object) }
    }

    private static func text(_ key: String, in object: JSON.Object) throws(DirectusError) -> String {
        guard let value = object[key] else { throw .invalidPayload("\"\(key)\" is required") }
        guard let text = value.string else { throw .invalidPayload("\"\(key)\" must be a string") }
        guard !text.isEmpty else { throw .invalidPayload("\"\(key)\" is not allowed to be empty") }
        return text
    }
}
