public import OrderedJSON
public import SDKRuntime

extension MedusaV2Client {
    /// What customers do in the store: `sdk.store` in JavaScript, as far as it has to do with their account.
    public struct StoreResource: Sendable {
        let pipeline: RequestPipeline

        /// The customer's account.
        public var customer: CustomerResource { CustomerResource(pipeline: pipeline) }
    }

    /// The customer's account: `sdk.store.customer` in JavaScript (`specs/medusa.md` B4).
    public struct CustomerResource: Sendable {
        let pipeline: RequestPipeline
    }
}

extension MedusaV2Client.CustomerResource {
    /// Creates the customer of a registered identity: `create(["email": …, "first_name": "Ada"])`. Afterwards sign in, or
    /// refresh: the token of the registration is not the customer's.
    ///
    /// - Parameters:
    ///   - fields: `email`, `company_name`, `first_name`, `last_name`, `phone`, `metadata`.
    ///   - query: `fields`, for example.
    ///   - headers: sent with this request.
    /// - Throws: `unauthorized` without an identity, `duplicateError`, `invalidData`, `notAllowed` without a publishable key.
    @discardableResult
    public func create(
        _ fields: JSON, query: KeyValuePairs<String, String> = [:], headers: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaV2Customer> {
        try await send("POST", "/store/customers", fields, query, headers)
    }

    /// The customer who is signed in.
    ///
    /// - Throws: `unauthorized` when nobody is, `notAllowed` without a publishable key.
    public func retrieve(
        query: KeyValuePairs<String, String> = [:], headers: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaV2Customer> {
        try await send("GET", "/store/customers/me", nil, query, headers)
    }

    /// Changes the customer who is signed in; null takes a value away. The e-mail address cannot be changed.
    ///
    /// - Throws: as ``create(_:query:headers:)``.
    @discardableResult
    public func update(
        _ changes: JSON, query: KeyValuePairs<String, String> = [:], headers: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<MedusaV2Customer> {
        try await send("POST", "/store/customers/me", changes, query, headers)
    }

    private func send(
        _ method: String, _ path: String, _ body: JSON?, _ query: KeyValuePairs<String, String>,
        _ headers: HeaderFields
    ) async throws(MedusaError) -> MedusaResponse<MedusaV2Customer> {
        var call = Call(method, path, body: body, headers: headers)
        call.query = query.map { (name: $0.key, value: $0.value) }
        return try await pipeline.send(call).response(at: "customer")
    }
}
