import HTTPTypes
import Hummingbird
import SallyportCore

/// `/auth`: providers, sign-in, refresh, sign-out (Directus spec sections 1.1 to 1.5).
struct AuthenticationRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route("auth", get: { request, _ in providers(request) })
        router.route(
            "auth/login",
            post: { request, context in
                if options.disablesDefault { throw DirectusError.routeNotFound(request.uri.path) }
                return try await signIn(.default, request, context)
            })
        router.route(
            "auth/login/:provider",
            post: { request, context in
                let name = context.parameters.get("provider")
                guard let provider = options.providers.first(where: { $0.name == name && $0.driver == "local" }) else {
                    throw DirectusError.routeNotFound(request.uri.path)
                }
                return try await signIn(Account.Provider(rawValue: provider.name), request, context)
            })
        router.route("auth/refresh", post: { request, context in try await refresh(request, context) })
        router.route("auth/logout", post: { request, context in try await signOut(request, context) })
    }

    /// `GET /auth`. `sessionOnly` would drop redirecting providers of other modes; none of ours redirects.
    private func providers(_ request: Request) -> Response {
        let providers = options.providers.map { provider in
            var object: JSON.Object = ["name": .string(provider.name)]
            if let label = provider.label { object.append("label", .string(label)) }
            object.append("driver", .string(provider.driver))
            if let icon = provider.icon { object.append("icon", .string(icon)) }
            return JSON.object(object)
        }
        return Response(["data": .array(providers), "disableDefault": .bool(options.disablesDefault)])
    }

    /// `POST /auth/login[/:provider]`, whose every end waits for the stall, if one is set (spec section 1.2).
    private func signIn(
        _ provider: Account.Provider, _ request: Request, _ context: some DirectusContext
    ) async throws -> Response {
        try await stalling(options.signInStall) { try await attempt(provider, request, context) }
    }

    private func attempt(
        _ provider: Account.Provider, _ request: Request, _ context: some DirectusContext
    ) async throws -> Response {
        let body = try SignInBody(await request.jsonBody(upTo: options.maximumPayload))
        do throws(AuthenticationFailure) {
            let tokens = try await core.signIn(
                SignIn.Request(
                    realm: .team, provider: provider, email: body.email, password: body.password, code: body.code,
                    mode: body.mode, client: clients.client(of: request, context)))
            return answer(tokens)
        } catch { throw DirectusError(error) }
    }

    /// `POST /auth/refresh`
    private func refresh(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let (mode, presented) = try await presentedToken(body, request, allowsExpired: false)
        guard let token = presented else { throw refusal(.invalidCredentials, mode) }
        do throws(AuthenticationFailure) {
            return answer(
                try await core.refresh(token, mode: mode, realm: .team, client: clients.client(of: request, context)))
        } catch { throw refusal(error, mode) }
    }

    /// `POST /auth/logout`
    private func signOut(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let (_, presented) = try await presentedToken(body, request, allowsExpired: true)
        if let token = presented {
            do throws(AuthenticationFailure) {
                try await core.signOut(token, realm: .team, client: clients.client(of: request, context))
            } catch { throw DirectusError(error) }
        }
        var response = Response.nothing()
        for cookie in [options.refreshCookie, options.sessionCookie] where request.cookie(named: cookie.name) != nil {
            response.headers.append(HTTPField(name: .setCookie, value: SetCookie.clearing(cookie)))
        }
        return response
    }

    /// The refresh token that a request shows, and its mode: the body's `mode` if it is truthy, else json if there is a
    /// `refresh_token`, else cookie (spec section 1.4).
    ///
    /// - Returns: `nil` for a token that is not genuine.
    /// - Throws: 400 if it shows none.
    private func presentedToken(
        _ body: JSON, _ request: Request, allowsExpired: Bool
    ) async throws(DirectusError) -> (mode: TokenMode, token: RefreshToken?) {
        let inBody = body[truthy: "refresh_token"]
        let named = body[truthy: "mode"]
        let mode: TokenMode? =
            if let named { named.string.flatMap(TokenMode.init(rawValue:)) } else { inBody == nil ? .cookie : .json }
        switch mode {
        case .json:
            if let inBody { return (.json, inBody.string.flatMap(core.refreshTokens.decode)) }
        case .cookie:
            if let cookie = request.cookie(named: options.refreshCookie.name) {
                return (.cookie, core.refreshTokens.decode(cookie))
            }
        case .session:
            guard let cookie = request.cookie(named: options.sessionCookie.name) else { break }
            do throws(AuthenticationFailure) {
                let token = try await core.accessTokens.refreshToken(
                    inCookie: cookie, at: core.clock(), allowsExpired: allowsExpired)
                if let token { return (.session, token) }
            } catch { throw refusal(error, .session) }
        case nil: break
        }
        throw .invalidPayload("The refresh token is required in either the payload or cookie")
    }

    /// In session mode, a cookie that will never be good again is forgotten, as in the original; never in the others.
    private func refusal(_ failure: AuthenticationFailure, _ mode: TokenMode) -> DirectusError {
        var error = DirectusError(failure)
        switch failure {
        case .invalidCredentials, .invalidToken: if mode == .session { error.cleared = options.sessionCookie }
        case .oneTimePasswordMissing, .oneTimePasswordWrong, .throttled, .superseded, .tokenExpired, .suspended,
            .overloaded, .late, .unavailable:
            break
        }
        return error
    }

    /// Spec section 1.2, "Response by mode" and "Cookies".
    private func answer(_ tokens: IssuedTokens) -> Response {
        var data: JSON.Object = ["expires": .integer(tokens.expires.milliseconds)]
        let cookie: String?
        let now = core.clock()
        switch tokens.mode {
        case .json:
            data.append("refresh_token", .string(tokens.refreshToken.reveal()))
            data.append("access_token", .string(tokens.accessToken.reveal()))
            cookie = nil
        case .cookie:
            data.append("access_token", .string(tokens.accessToken.reveal()))
            cookie = SetCookie.text(
                options.refreshCookie, value: tokens.refreshToken, lifetime: options.sessions.refreshTokenLifetime,
                at: now)
        case .session:
            cookie = SetCookie.text(
                options.sessionCookie, value: tokens.accessToken, lifetime: options.sessions.sessionCookieLifetime,
                at: now)
        }
        var response = Response(["data": .object(data)], headers: .carryingTokens)
        if let cookie { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
        if let device = tokens.device {
            let kept = tokens.mode == .session ? options.sessionCookie : options.refreshCookie
            let text = SetCookie.text(
                kept.forDevices, value: Secret(device.text), lifetime: DeviceToken.lifetime, at: now)
            response.headers.append(HTTPField(name: .setCookie, value: text))
        }
        return response
    }
}

extension JSON {
    /// The member of that name, if JavaScript takes it as true.
    fileprivate subscript(truthy name: String) -> JSON? {
        guard let value = self[name], value.isTruthy else { return nil }
        return value
    }
}
