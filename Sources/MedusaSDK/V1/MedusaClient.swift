public import Foundation
public import OrderedJSON
public import SDKRuntime

/// A client of Medusa 1's store, or of Sallyport: `new Medusa(config)` in JavaScript.
///
/// ```swift
/// let medusa = MedusaClient(baseURL: url, maxRetries: 3)
/// try await medusa.auth.authenticate(email: email, password: password)
/// let customer = try await medusa.customers.retrieve().payload
/// ```
///
/// Each client keeps its own cookies and its own token, in its storage; ``AuthResource/deleteSession(customHeaders:)`` clears
/// them. Nothing is sent at construction. A client is a value that shares its session with its copies; keep one for each
/// server and customer.
///
/// ## Topics
/// - ``AuthResource``
/// - ``CustomersResource``
public struct MedusaClient: Sendable {
    let pipeline: RequestPipeline

    /// A client of the server at this address (`specs/medusa.md` A6.1).
    ///
    /// - Parameters:
    ///   - baseURL: the server's address; a path in it stays in front of every call's.
    ///   - maxRetries: how often a request is sent again when there is no answer, or 409, or 501 to 599. Before the n-th time
    ///     it waits (2ⁿ − 1) / 2 seconds, at most 10; or as long as `Retry-After` asks, up to 300 seconds, and for more it
    ///     does not wait. Every POST then carries an `Idempotency-Key`, the same each time. The routes that sign up and in pay
    ///     no heed to it: a sign-up whose answer was lost, sent again, says that there is such an account.
    ///   - apiKey: an administrator's API token; it goes to paths under `/admin` only.
    ///   - publishableAPIKey: which sales channels the app sells in; of this client alone.
    ///   - customHeaders: sent with every request, and winning over the computed ones. An empty value takes one away.
    ///   - storage: where cookies and token are kept; one for each client.
    ///   - options: what to work with.
    public init(
        baseURL: URL, maxRetries: Int = 0, apiKey: String? = nil, publishableAPIKey: String? = nil,
        customHeaders: HeaderFields = [:], storage: any AuthenticationStorage = MemoryStorage(),
        options: MedusaOptions = MedusaOptions()
    ) {
        let endpoint = Endpoint(baseURL: baseURL)
        pipeline = RequestPipeline(
            endpoint: endpoint,
            rules: StoreHeaders(
                apiKey: apiKey, publishableAPIKey: publishableAPIKey, customHeaders: customHeaders,
                makeIdempotencyKey: maxRetries > 0 ? options.makeIdempotencyKey : nil),
            retries: Retries(maximum: maxRetries),
            session: KeptSession(
                origin: endpoint.origin, storage: storage, clock: options.clock, keepsCookies: true),
            options: options)
    }

    /// The server's address, as it was given.
    public var baseURL: URL { pipeline.endpoint.baseURL }

    /// Signing in and out.
    public var auth: AuthResource { AuthResource(pipeline: pipeline) }

    /// The customer's account.
    public var customers: CustomersResource { CustomersResource(pipeline: pipeline) }

    /// Calls any path of the API: `medusa.client.request(method, path, payload)` in JavaScript.
    ///
    /// - Parameters:
    ///   - method: in capitals.
    ///   - path: with a leading slash, percent-encoded, with its query.
    ///   - body: `{}` unless said otherwise; never sent with GET.
    ///   - customHeaders: sent with this request.
    /// - Returns: the JSON; null for an answer that is not JSON.
    /// - Throws: the server's errors, trouble with the network, wrong arguments.
    @discardableResult
    public func request(
        _ method: String, _ path: String, body: JSON? = nil, customHeaders: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<JSON> {
        let body = method == "GET" ? nil : body ?? [:]
        let answer = try await pipeline.send(Call(method, path, body: body, headers: customHeaders))
        return answer.response(with: answer.document ?? .null)
    }
}

/// A client knows keys, tokens and cookies: its description shows the server's origin only.
extension MedusaClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "MedusaClient(\(pipeline))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["client": description]) }
}
