import HTTPTypes
import SallyportCore

/// `/auth` (Directus spec sections 1.1 to 1.5).
struct AuthenticationOperations {
    let options: DirectusOptions

    private static let tag = "Authentication"

    var all: [Operation] {
        [providers, login("/auth/login", id: "login"), loginWithProvider, refresh, logout]
    }

    private var providers: Operation {
        let provider = Schema.object(
            ["name": Schema.text, "label": Schema.text, "driver": Schema.text, "icon": Schema.text],
            required: ["name", "driver"])
        let schema = Schema.object(
            ["data": Schema.array(provider), "disableDefault": Schema.flag], required: ["data", "disableDefault"])
        return Operation(
            method: .get, path: "/auth", id: "authenticationProviders", tag: Self.tag,
            summary: "With whom one can sign in, beside the default",
            answers: [.init(description: "The configured providers.", schema: schema)], refusals: [])
    }

    private func login(_ path: String, id: String) -> Operation {
        let body = Schema.object(
            [
                "email": Schema.text, "password": ["type": "string", "format": "password", "minLength": 1],
                "mode": Self.mode, "otp": ["type": "string", "minLength": 1],
            ], required: ["email", "password"])
        return Operation(
            method: .post, path: path, id: id, tag: Self.tag, summary: "Sign in", body: body, answers: [Self.tokens],
            refusals: options.disablesDefault || path.contains("{")
                ? [.invalidCredentials, .invalidOTP, .userSuspended, .routeNotFound]
                : [.invalidCredentials, .invalidOTP, .userSuspended],
            credential: .ignored)
    }

    private var loginWithProvider: Operation {
        var operation = login("/auth/login/{provider}", id: "loginWithProvider")
        operation.summary = "Sign in with a provider of driver local"
        operation.parameters = [QueryDescription.segment("provider", Schema.text)]
        return operation
    }

    private var refresh: Operation {
        Operation(
            method: .post, path: "/auth/refresh", id: "refresh", tag: Self.tag,
            summary: "Exchange a refresh token, of the body or of a cookie, for new tokens", body: Self.refreshToken,
            requiresBody: false, answers: [Self.tokens],
            refusals: [.invalidCredentials, .tokenExpired, .userSuspended, .invalidToken], credential: .ignored)
    }

    private var logout: Operation {
        Operation(
            method: .post, path: "/auth/logout", id: "logout", tag: Self.tag, summary: "End a session",
            body: Self.refreshToken, requiresBody: false,
            answers: [.nothing("The session of the token, if it was one, is over.")],
            refusals: [.invalidCredentials, .tokenExpired, .invalidToken], credential: .ignored)
    }

    private static let mode = Schema.words(TokenMode.allCases.map(\.rawValue))

    private static let refreshToken = Schema.object(["refresh_token": Schema.text, "mode": mode])

    private static let tokens: Operation.Answer = {
        let data = Schema.object(
            [
                "access_token": Schema.text,
                "expires": ["type": "integer", "description": "How long the access token is good, in milliseconds."],
                "refresh_token": ["type": "string", "description": "In mode json."],
            ], required: ["expires"])
        var answer = Operation.Answer.data(data, "Tokens; in mode cookie and session one of them is in the cookie.")
        answer.headers = [("Set-Cookie", "In mode cookie the refresh token, in mode session the access token.")]
        return answer
    }()
}
