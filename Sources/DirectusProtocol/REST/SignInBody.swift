import SallyportCore

/// The body of a sign-in (Directus spec section 1.2): the first wrong key is reported, in the order e-mail, password, mode,
/// otp; unknown keys are let be.
struct SignInBody {
    let email: EmailAddress
    let password: Password
    let mode: TokenMode
    let code: String?

    init(_ body: JSON) throws(DirectusError) {
        guard let object = body.object else { throw .invalidPayload(#""value" must be of type object"#) }
        email = try object.email("email")
        password = Password(try object.text("password"))
        if let mode = object["mode"] {
            guard let mode = mode.string.flatMap(TokenMode.init(rawValue:)) else {
                throw .invalidPayload(#""mode" must be one of [cookie, json, session]"#)
            }
            self.mode = mode
        } else {
            mode = .json
        }
        code = try object.optionalText("otp")
    }
}
