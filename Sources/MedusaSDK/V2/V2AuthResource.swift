public import OrderedJSON
public import SDKRuntime

extension MedusaV2Client {
    /// Signing in and out: `sdk.auth` in JavaScript (`specs/medusa.md` B3 and B6.3). The actor is `customer` in an app, the
    /// provider `emailpass` for an e-mail address and a password.
    public struct AuthResource: Sendable {
        let pipeline: RequestPipeline
        let authentication: Authentication
    }
}

extension MedusaV2Client.AuthResource {
    /// Signs in. A token is kept; with session authentication it is exchanged for a cookie, which is kept instead.
    ///
    /// - Parameters:
    ///   - actor: who signs in, `customer` in an app.
    ///   - provider: how, `emailpass` for example.
    ///   - payload: what the provider takes, `["email": …, "password": …]` for `emailpass`. An e-mail address is sent as it is
    ///     written; a real Medusa makes no small letters of it.
    /// - Throws: `unauthorized` for a wrong e-mail or password, `invalidResponse`, `superseded` when somebody signed in or out
    ///   meanwhile.
    @discardableResult
    public func login(_ actor: String, _ provider: String, _ payload: JSON) async throws(MedusaError) -> MedusaSignIn {
        let answer = try await pipeline.send(
            Call("POST", try path(actor, provider), body: payload, headers: [:], purpose: .signIn))
        let outcome = try MedusaSignIn(answer)
        if let token = outcome.token { try await open(token, ticket: answer.ticket) }
        return outcome
    }

    /// Signs in with an e-mail address and a password.
    ///
    /// - Throws: as ``login(_:_:_:)``.
    @discardableResult
    public func login(
        _ actor: String, _ provider: String, email: String, password: String
    ) async throws(MedusaError) -> MedusaSignIn {
        try await login(actor, provider, ["email": .string(email), "password": .string(password)])
    }

    /// Registers an identity. Its token is kept and is good for creating the customer; then sign in, or refresh.
    ///
    /// With session authentication the token is kept until the sign-in, and sent. (In JavaScript it is kept and not sent.)
    ///
    /// - Throws: `unauthorized` when there is such an identity; one that a half-done sign-up left behind can sign in.
    @discardableResult
    public func register(
        _ actor: String, _ provider: String, _ payload: JSON
    ) async throws(MedusaError) -> MedusaSignIn {
        let answer = try await pipeline.send(
            Call("POST", try path(actor, provider, "register"), body: payload, headers: [:], purpose: .signIn))
        let outcome = try MedusaSignIn(answer)
        if let token = outcome.token { try await pipeline.session.signIn(token: token, ticket: answer.ticket) }
        return outcome
    }

    /// Registers an identity with an e-mail address and a password.
    ///
    /// - Throws: as ``register(_:_:_:)``.
    @discardableResult
    public func register(
        _ actor: String, _ provider: String, email: String, password: String
    ) async throws(MedusaError) -> MedusaSignIn {
        try await register(actor, provider, ["email": .string(email), "password": .string(password)])
    }

    /// Goes on where the provider sent the customer back, with what its address brought: `code`, `state`.
    ///
    /// - Throws: as ``login(_:_:_:)``.
    @discardableResult
    public func callback(
        _ actor: String, _ provider: String, query: KeyValuePairs<String, String>
    ) async throws(MedusaError) -> MedusaSignIn {
        var call = Call("GET", try path(actor, provider, "callback"), headers: [:], purpose: .signIn)
        call.query = query.map { (name: $0.key, value: $0.value) }
        let answer = try await pipeline.send(call)
        let outcome = try MedusaSignIn(answer)
        if let token = outcome.token { try await open(token, ticket: answer.ticket) }
        return outcome
    }

    /// Signs in with a token that came another way: that of a solved challenge, for example.
    ///
    /// - Throws: `superseded`, `storageUnavailable`; with session authentication also the server's refusal.
    public func setToken(_ token: String) async throws(MedusaError) {
        try await open(token, ticket: try await pipeline.session.ticketToSignIn())
    }

    /// The token that is kept; `nil` when there is none, as with session authentication after the sign-in.
    ///
    /// - Throws: `storageUnavailable`.
    public func getToken() async throws(MedusaError) -> String? {
        try await pipeline.session.ticket().record?.accessToken
    }

    /// Has the server make a new token of the one that is kept, as long as that is good. With session authentication a new
    /// session is opened with it.
    ///
    /// - Parameter headers: sent with the request. With `Authorization` or `Cookie` among them, what comes of it is not kept.
    /// - Returns: the new token.
    /// - Throws: `unauthorized` for a token that has expired: then the customer has to sign in. `superseded` when somebody
    ///   signed in or out meanwhile, wherever the session is shared.
    @discardableResult
    public func refresh(headers: HeaderFields = [:]) async throws(MedusaError) -> String {
        let answer = try await pipeline.send(Call("POST", "/auth/token/refresh", headers: headers))
        let token = try answer.response(at: "token", as: String.self).payload
        guard answer.ticket != nil else { return token }
        switch authentication {
        case .jwt: try await pipeline.session.replaceToken(with: token, ticket: answer.ticket)
        case .session:
            let opened = try await openSession(token, ticket: answer.ticket)
            try await pipeline.session.replaceCookies(withCookiesOf: opened, ticket: answer.ticket)
        }
        return token
    }

    /// Signs out: token or cookies are gone here at once and whatever happens. Then the server is told. Sallyport ends the
    /// session of a cookie and of a token; a real Medusa knows no end of a token (`specs/medusa.md` B3), and a copy of it stays
    /// good until it expires.
    ///
    /// - Throws: why the server could not be told, or the storage not be written. Call it again to try again.
    public func logout() async throws(MedusaError) {
        let (tickets, problem) = await pipeline.session.end()
        for ticket in tickets {
            do throws(MedusaError) {
                _ = try await pipeline.send(
                    Call("DELETE", "/auth/session", headers: [:], purpose: .signOut(ticket)))
            } catch  where error.status == 401 {
                // There was no such session any more; or it is a real Medusa, which ends no token.
            }
            await pipeline.session.wasTold(of: ticket)
        }
        if let problem { throw problem }
    }
}
