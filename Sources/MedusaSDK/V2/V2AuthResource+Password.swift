public import OrderedJSON
import SDKRuntime

extension MedusaV2Client.AuthResource {
    /// Has the server send a token to reset the password with. Whether there is such an identity it does not say.
    ///
    /// - Parameters:
    ///   - actor: whose password it is, `customer` in an app.
    ///   - provider: `emailpass` for example.
    ///   - identifier: the e-mail address, for `emailpass`.
    ///   - metadata: what the mail's maker gets to know, from Medusa 2.12.4 on.
    public func resetPassword(
        _ actor: String, _ provider: String, identifier: String, metadata: JSON? = nil
    ) async throws(MedusaError) {
        var body: JSON.Object = ["identifier": .string(identifier)]
        if let metadata { body.append("metadata", metadata) }
        _ = try await pipeline.send(
            Call(
                "POST", try path(actor, provider, "reset-password"), body: .object(body),
                headers: ["Accept": "text/plain"]))
    }

    /// Changes what the provider keeps, a password for example: `updateProvider("customer", "emailpass", ["password": …],
    /// token: token)`.
    ///
    /// - Parameters:
    ///   - actor: whose password it is, `customer` in an app.
    ///   - provider: `emailpass` for example.
    ///   - body: what is to be changed.
    ///   - token: the one of the mail. Without it the kept one is sent, which Medusa refuses in most releases
    ///     (`specs/medusa.md` B5).
    /// - Throws: `unauthorized` for a token that is no good.
    public func updateProvider(
        _ actor: String, _ provider: String, _ body: JSON, token: String? = nil
    ) async throws(MedusaError) {
        var call = Call("POST", try path(actor, provider, "update"), body: body, headers: [:])
        if let token { call.headers["Authorization"] = "Bearer \(token)" }
        _ = try await pipeline.send(call)
    }

    func path(_ actor: String, _ provider: String, _ action: String? = nil) throws(MedusaError) -> String {
        "/auth/\(try actor.pathSegment)/\(try provider.pathSegment)" + (action.map { "/\($0)" } ?? "")
    }

    /// Makes of a token what requests go out with (`specs/medusa.md` B6.3).
    func open(_ token: String, ticket: SessionTicket?) async throws(MedusaError) {
        guard authentication == .session else {
            return try await pipeline.session.signIn(token: token, ticket: ticket)
        }
        let answer = try await openSession(token, ticket: ticket)
        try await pipeline.session.signIn(withCookiesOf: answer, ticket: ticket)
    }

    /// Exchanges a token for a cookie. The one before it goes along: Sallyport ends its session, Medusa goes on with it.
    func openSession(_ token: String, ticket: SessionTicket?) async throws(MedusaError) -> Answer {
        var call = Call("POST", "/auth/session", headers: ["Authorization": "Bearer \(token)"])
        if let record = ticket?.record {
            let url = try pipeline.endpoint.url(call.path)
            call.headers["Cookie"] = await pipeline.session.cookieHeader(of: record, for: url)
        }
        return try await pipeline.send(call)
    }
}
