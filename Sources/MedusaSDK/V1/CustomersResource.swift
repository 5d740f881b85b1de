public import OrderedJSON
public import SDKRuntime

extension MedusaClient {
    /// The customer's account: `medusa.customers` in JavaScript (`specs/medusa.md` A3 and A6.7).
    public struct CustomersResource: Sendable {
        let pipeline: RequestPipeline
    }
}

extension MedusaClient.CustomersResource {
    /// Signs a customer up, and in with a cookie that the client keeps.
    ///
    /// When the account was made and the cookie may not be kept, this does not fail: nobody is signed in then, and
    /// ``MedusaClient/AuthResource/authenticate(email:password:customHeaders:)`` says why. Nor does it fail, or sign anybody in,
    /// when somebody signed in or out meanwhile.
    ///
    /// - Throws: `duplicateError` when there is an account with this e-mail address, `invalidData`.
    @discardableResult
    public func create(
        email: String, password: String, firstName: String? = nil, lastName: String? = nil, phone: String? = nil,
        customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaCustomer> {
        // An empty password makes a guest who is signed in (`specs/medusa.md` A3.1): never what is meant.
        guard !password.isEmpty else { throw .invalidArgument("The password is empty.") }
        var body: JSON.Object = ["email": .string(email), "password": .string(password)]
        for (name, value) in [("first_name", firstName), ("last_name", lastName), ("phone", phone)] {
            if let value { body.append(name, .string(value)) }
        }
        let answer = try await pipeline.send(
            Call("POST", "/store/customers", body: .object(body), headers: customHeaders, purpose: .signIn))
        let response = try answer.response(at: "customer", as: MedusaCustomer.self)
        do throws(MedusaError) {
            try await pipeline.session.signIn(withCookiesOf: answer, ticket: answer.ticket)
        } catch  where error.type == .cookieRefused {
            // The account is there all the same. Whoever was signed in before is another.
            try await pipeline.session.forget(answer.ticket)
        } catch  where error.type == .superseded {
            // The account is there all the same, and somebody has signed in or out since.
        }
        return response
    }

    /// The customer who is signed in.
    ///
    /// - Throws: `unauthorized` when nobody is, `notFound` when the account was deleted.
    public func retrieve(
        customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaCustomer> {
        try await pipeline.send(Call("GET", "/store/customers/me", headers: customHeaders)).response(at: "customer")
    }

    /// Changes the customer who is signed in: `update(["first_name": "Ada", "billing_address": .null])`.
    ///
    /// The names are the wire's: `first_name`, `last_name`, `phone`, `email`, `password`, `metadata` (merged; an empty text
    /// takes a key away) and `billing_address`, which is an address, an address's id, or null (`specs/medusa.md` A3.2).
    ///
    /// - Throws: `invalidData`, `unauthorized`, `notFound` for an address that is not there, `duplicateError` for an e-mail
    ///   address that is somebody else's.
    @discardableResult
    public func update(
        _ changes: JSON, customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaCustomer> {
        try await pipeline.send(Call("POST", "/store/customers/me", body: changes, headers: customHeaders))
            .response(at: "customer")
    }

    /// Has the server make a token to reset the password with, and send it. Whether there is such an account it does not say.
    @discardableResult
    public func generatePasswordToken(
        email: String, customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<Void> {
        try await pipeline.send(
            Call("POST", "/store/customers/password-token", body: ["email": .string(email)], headers: customHeaders)
        ).response(with: ())
    }

    /// Sets a new password with the token of a mail. Nobody is signed in by it.
    ///
    /// - Throws: `unauthorized` for a token that is no good. Medusa itself answers most of these with `unknownError`
    ///   (`specs/medusa.md` A3.3).
    @discardableResult
    public func resetPassword(
        email: String, password: String, token: String, customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaCustomer> {
        let body: JSON = ["email": .string(email), "password": .string(password), "token": .string(token)]
        return try await pipeline.send(
            Call("POST", "/store/customers/password-reset", body: body, headers: customHeaders)
        ).response(at: "customer")
    }
}
