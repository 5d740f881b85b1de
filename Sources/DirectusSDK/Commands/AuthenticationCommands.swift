import Foundation
import OrderedJSON
public import SDKRuntime

// These call the endpoint and return its answer, and nothing more: they keep no session. To be signed in, use a client's
// own `login`, `refresh` and `logout`.

extension RESTCommand where Output == AuthenticationData {
    /// `POST /auth/login[/<provider>]` with an e-mail. The default mode is `cookie`, as in JavaScript.
    public static func login(
        email: String, password: String, otp: String? = nil, mode: AuthenticationMode = .cookie,
        provider: String? = nil
    ) -> Self {
        login(.email(email), password: password, otp: otp, mode: mode, provider: provider)
    }

    /// `POST /auth/login/<provider>` with the directory's identifier.
    public static func login(
        identifier: String, password: String, provider: String, otp: String? = nil,
        mode: AuthenticationMode = .cookie
    ) -> Self {
        login(.identifier(identifier), password: password, otp: otp, mode: mode, provider: provider)
    }

    private static func login(
        _ identity: LoginIdentity, password: String, otp: String?, mode: AuthenticationMode, provider: String?
    ) -> Self {
        let path: EndpointPath = if let provider { "/auth/login/\(provider)" } else { "/auth/login" }
        let body = AuthenticationEndpoint.loginBody(identity, password: password, otp: otp, mode: mode)
        return tokens(path, body, mode: mode)
    }

    /// `POST /auth/refresh`. The token is sent in json mode only; in the others the cookie is it.
    ///
    /// - Parameters:
    ///   - mode: `json` when there is a token, else `cookie`. (JavaScript would drop the token without a word.)
    ///   - refreshToken: the token.
    public static func refresh(mode: AuthenticationMode? = nil, refreshToken: String? = nil) -> Self {
        let mode = mode ?? (refreshToken == nil ? .cookie : .json)
        return tokens(
            "/auth/refresh", sessionBody(mode: mode, refreshToken: refreshToken), mode: mode, access: .cookies)
    }

    /// `POST /shares/auth`: tokens for a share.
    public static func authenticateShare(
        _ share: String, password: String? = nil, mode: AuthenticationMode = .cookie
    ) -> Self {
        var body: JSON.Object = ["share": .string(share)]
        if let password { body.append("password", .string(password)) }
        body.append("mode", .string(mode.rawValue))
        return tokens("/shares/auth", .object(body), mode: mode)
    }

    private static func tokens(
        _ path: EndpointPath, _ body: JSON, mode: AuthenticationMode, access: Access = .none
    ) -> Self {
        RESTCommand("POST", path, body: body, access: access) { content throws(DirectusError) in
            AuthenticationEndpoint.data(
                in: try content.json, mode: mode, cookies: [], issuedAt: content.response.date)
        }
    }
}

extension RESTCommand where Output == Void {
    /// `POST /auth/logout`.
    ///
    /// - Parameters:
    ///   - mode: `json` when there is a token, else `cookie`. (JavaScript would drop the token without a word.)
    ///   - refreshToken: the token; sent in json mode only.
    public static func logout(mode: AuthenticationMode? = nil, refreshToken: String? = nil) -> Self {
        let mode = mode ?? (refreshToken == nil ? .cookie : .json)
        return RESTCommand(
            "POST", "/auth/logout", body: sessionBody(mode: mode, refreshToken: refreshToken), access: .cookies)
    }

    /// `POST /auth/password/request`: has a link mailed with which a new password can be set. It goes well for unknown
    /// addresses too.
    ///
    /// - Parameters:
    ///   - email: the account's address.
    ///   - resetURL: where the link leads, with the token in its query; must be on the server's list.
    public static func passwordRequest(_ email: String, resetURL: String? = nil) -> Self {
        var body: JSON.Object = ["email": .string(email)]
        if let resetURL { body.append("reset_url", .string(resetURL)) }
        return RESTCommand("POST", "/auth/password/request", body: .object(body), access: .none)
    }

    /// `POST /auth/password/reset`: sets a new password with the token from the link.
    public static func passwordReset(_ token: String, _ password: String) -> Self {
        RESTCommand(
            "POST", "/auth/password/reset", body: ["token": .string(token), "password": .string(password)],
            access: .none)
    }

    /// `POST /users/invite`: invites somebody by mail.
    ///
    /// - Parameters:
    ///   - email: where the invitation goes.
    ///   - role: the role's id.
    ///   - inviteURL: where the link leads; must be on the server's list.
    public static func inviteUser(_ email: String, _ role: String, inviteURL: String? = nil) -> Self {
        var body: JSON.Object = ["email": .string(email), "role": .string(role)]
        if let inviteURL { body.append("invite_url", .string(inviteURL)) }
        return RESTCommand("POST", "/users/invite", body: .object(body))
    }

    /// `POST /users/invite/accept`: sets the password of an invited account, with the token from the link.
    public static func acceptUserInvite(_ token: String, _ password: String) -> Self {
        RESTCommand(
            "POST", "/users/invite/accept", body: ["token": .string(token), "password": .string(password)],
            access: .none)
    }

    /// `POST /users/register`: registers an account, where the server allows it. It goes well for known addresses too.
    ///
    /// - Parameters:
    ///   - email: the account's address, which the mail goes to.
    ///   - password: the account's password.
    ///   - verificationURL: where the link of the mail leads; must be on the server's list.
    ///   - firstName: may be left out.
    ///   - lastName: may be left out.
    public static func registerUser(
        _ email: String, _ password: String, verificationURL: String? = nil, firstName: String? = nil,
        lastName: String? = nil
    ) -> Self {
        var body: JSON.Object = ["email": .string(email), "password": .string(password)]
        if let verificationURL { body.append("verification_url", .string(verificationURL)) }
        if let firstName { body.append("first_name", .string(firstName)) }
        if let lastName { body.append("last_name", .string(lastName)) }
        return RESTCommand("POST", "/users/register", body: .object(body), access: .none)
    }

    /// `GET /users/register/verify-email`: confirms the address, with the token from the link. The server answers with a
    /// redirect to its pages, which is as good as an answer.
    public static func registerUserVerify(_ token: String) -> Self {
        var command = RESTCommand("GET", "/users/register/verify-email", access: .none) { _ throws(DirectusError) in }
        command.parameters = [("token", token)]
        command.acceptsRedirect = true
        return command
    }

    /// `POST /users/me/tfa/enable`: turns two-factor sign-in on, with the secret from ``generateTwoFactorSecret(_:)`` and
    /// the first one-time password made from it. (The secret first, as in JavaScript.)
    public static func enableTwoFactor(_ secret: String, _ otp: String) -> Self {
        var command = RESTCommand(
            "POST", "/users/me/tfa/enable", body: ["secret": .string(secret), "otp": .string(otp)])
        command.checksPassword = true
        return command
    }

    /// `POST /users/me/tfa/disable`: turns two-factor sign-in off.
    ///
    /// - Parameter otp: a one-time password; on a Sallyport, also a recovery code.
    public static func disableTwoFactor(_ otp: String) -> Self {
        var command = RESTCommand("POST", "/users/me/tfa/disable", body: ["otp": .string(otp)])
        command.checksPassword = true
        return command
    }
}

extension RESTCommand where Output == TwoFactorSecret {
    /// `POST /users/me/tfa/generate`: a new secret for two-factor sign-in, which is not on yet.
    ///
    /// A 401 `INVALID_CREDENTIALS` means that the password is wrong; the session is not refreshed for it.
    public static func generateTwoFactorSecret(_ password: String) -> Self {
        var command = RESTCommand(
            "POST", "/users/me/tfa/generate", body: ["password": .string(password)]
        ) { content throws(DirectusError) in
            let data = try content.json
            guard let secret = data["secret"]?.string, let url = data["otpauth_url"]?.string else {
                throw DirectusError(code: .decodingFailed, message: "The answer holds no secret.")
            }
            return TwoFactorSecret(secret: secret, otpauthURL: url)
        }
        command.checksPassword = true
        return command
    }
}

extension RESTCommand where Output == RecoveryCodes {
    /// `POST /users/me/tfa/recovery-codes`: ten codes that stand in for a one-time password, once each, in place of all
    /// that there were. They are shown this once. Sallyport's own: a Directus answers 404.
    ///
    /// A 401 `INVALID_CREDENTIALS` means that the password is wrong; the session is not refreshed for it.
    ///
    /// - Parameters:
    ///   - password: the account's.
    ///   - otp: a one-time password, or an old recovery code; not needed within ten minutes of enabling.
    public static func replaceRecoveryCodes(_ password: String, _ otp: String? = nil) -> Self {
        var body: JSON.Object = ["password": .string(password)]
        if let otp { body.append("otp", .string(otp)) }
        var command = RESTCommand("POST", "/users/me/tfa/recovery-codes", body: .object(body)) {
            content throws(DirectusError) in
            guard let codes = try content.json["recovery_codes"]?.array?.compactMap(\.string) else {
                throw DirectusError(code: .decodingFailed, message: "The answer holds no recovery codes.")
            }
            return RecoveryCodes(codes: codes)
        }
        command.checksPassword = true
        return command
    }
}

extension RESTCommand where Output == Int {
    /// `GET /users/me/tfa/recovery-codes`: how many recovery codes are left. Sallyport's own.
    public static func countRecoveryCodes() -> Self {
        RESTCommand("GET", "/users/me/tfa/recovery-codes") { content throws(DirectusError) in
            guard case .integer(let count)? = try content.json["remaining"] else {
                throw DirectusError(code: .decodingFailed, message: "The answer holds no number.")
            }
            return Int(count)
        }
    }
}

extension RESTCommand where Output == ProviderList {
    /// `GET /auth`: the providers to sign in with.
    ///
    /// - Parameter sessionOnly: leaves out those that cannot sign in with a session cookie.
    public static func readProviders(sessionOnly: Bool = false) -> Self {
        RESTCommand("GET", sessionOnly ? "/auth?sessionOnly" : "/auth", access: .none) {
            content throws(DirectusError) in
            ProviderList(
                providers: try content.json.decoded(as: [AuthenticationProvider].self),
                disableDefault: content.document?["disableDefault"] == true)
        }
    }
}

extension RESTCommand {
    /// `specs/directus.md` 5.8: the token only in json mode.
    private static func sessionBody(mode: AuthenticationMode, refreshToken: String?) -> JSON {
        var body: JSON.Object = ["mode": .string(mode.rawValue)]
        if mode == .json, let refreshToken { body.append("refresh_token", .string(refreshToken)) }
        return .object(body)
    }
}
