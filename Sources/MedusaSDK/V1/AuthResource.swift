import OrderedJSON
public import SDKRuntime

extension MedusaClient {
    /// Signing in and out: `medusa.auth` in JavaScript (`specs/medusa.md` A2 and A6.7).
    ///
    /// `authenticate` signs in with a cookie, `getToken` with a token that is good for 30 days. The last one counts, and takes
    /// the place of the other.
    ///
    /// A call that brings `Authorization` or `Cookie` in its `customHeaders` neither uses nor changes what the client keeps:
    /// so one client can serve many customers. An empty value sends neither.
    public struct AuthResource: Sendable {
        let pipeline: RequestPipeline
    }
}

extension MedusaClient.AuthResource {
    /// Signs in, with a cookie that the client keeps. A sign-in that fails leaves the session before it alone.
    ///
    /// - Throws: `unauthorized` for a wrong e-mail or password, `invalidData`, `cookieRefused` when the server gives no cookie
    ///   that may be kept, `superseded` when somebody signed in or out meanwhile.
    @discardableResult
    public func authenticate(
        email: String, password: String, customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaCustomer> {
        let body: JSON = ["email": .string(email), "password": .string(password)]
        let answer = try await pipeline.send(
            Call("POST", "/store/auth", body: body, headers: customHeaders, purpose: .signIn))
        let response = try answer.response(at: "customer", as: MedusaCustomer.self)
        try await pipeline.session.signIn(withCookiesOf: answer, ticket: answer.ticket)
        return response
    }

    /// Who is signed in.
    ///
    /// - Throws: `unauthorized` when nobody is, `notFound` when the account was deleted.
    public func getSession(
        customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaCustomer> {
        try await pipeline.send(Call("GET", "/store/auth", headers: customHeaders)).response(at: "customer")
    }

    /// Signs out: cookies and token are gone here at once and whatever happens, then the server ends the session. (In
    /// JavaScript the token stays.) Sallyport ends the token, too; at a real Medusa a copy of it stays good until it expires.
    ///
    /// - Throws: why the server could not be told, or the storage not be written. Call it again to try again.
    @discardableResult
    public func deleteSession(customHeaders: HeaderFields = [:]) async throws(MedusaError) -> MedusaResponse<Void> {
        // The server looks into no body, and clients send one (`specs/medusa.md` A6.2).
        var call = Call("DELETE", "/store/auth", body: [:], headers: customHeaders)
        if call.hasOwnCredentials { return try await pipeline.send(call).response(with: ()) }
        let (tickets, problem) = await pipeline.session.end()
        call.purpose = .signOut(tickets.first)
        let answer = try await pipeline.send(call)
        if let ticket = tickets.first { await pipeline.session.wasTold(of: ticket) }
        // Those of which the server could not be told before.
        for ticket in tickets.dropFirst() {
            call.purpose = .signOut(ticket)
            _ = try await pipeline.send(call)
            await pipeline.session.wasTold(of: ticket)
        }
        if let problem { throw problem }
        return answer.response(with: ())
    }

    /// Whether there is an account with this e-mail address; guests have none.
    ///
    /// - Throws: `invalidArgument` for an address that is empty.
    public func exists(
        email: String, customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<Bool> {
        let path = "/store/auth/" + (try email.pathSegment)
        return try await pipeline.send(Call("GET", path, headers: customHeaders)).response(at: "exists")
    }

    /// Signs in with a token, which the client keeps and sends with every call to the store. A sign-in that fails leaves the
    /// session before it alone.
    ///
    /// - Returns: the token, `access_token` on the wire.
    /// - Throws: as ``authenticate(email:password:customHeaders:)``, but for the cookie.
    @discardableResult
    public func getToken(
        email: String, password: String, customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<String> {
        let body: JSON = ["email": .string(email), "password": .string(password)]
        let answer = try await pipeline.send(
            Call("POST", "/store/auth/token", body: body, headers: customHeaders, purpose: .signIn))
        let response = try answer.response(at: "access_token", as: String.self)
        try await pipeline.session.signIn(token: response.payload, ticket: answer.ticket)
        return response
    }
}
