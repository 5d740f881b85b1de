public import Foundation
public import OrderedJSON
public import SDKRuntime

/// A client of Medusa 2's store: `new Medusa(config)` of `@medusajs/js-sdk`.
///
/// ```swift
/// let medusa = MedusaV2Client(baseURL: url, publishableKey: publishableKey)
/// try await medusa.auth.register("customer", "emailpass", email: email, password: password)
/// try await medusa.store.customer.create(["email": .string(email), "first_name": "Ada"])
/// try await medusa.auth.login("customer", "emailpass", email: email, password: password)
/// ```
///
/// Each client keeps its own token, or its own cookies, in its storage; ``AuthResource/logout()`` clears them. Nothing is sent
/// twice, as in JavaScript. A client is a value that shares its session with its copies; keep one for each server and
/// customer.
///
/// ## Topics
/// - ``Authentication``
/// - ``AuthResource``
/// - ``StoreResource``
/// - ``CustomerResource``
public struct MedusaV2Client: Sendable {
    /// What proves who is signed in (`specs/medusa.md` B6.1).
    public enum Authentication: Sendable {
        /// A token, sent with every call. Cookies are neither kept nor sent.
        case jwt
        /// A cookie, which the token of a sign-in is exchanged for.
        case session
    }

    let pipeline: RequestPipeline
    let authentication: Authentication

    /// A client of the server at this address.
    ///
    /// - Parameters:
    ///   - baseURL: the server's address; a path in it stays in front of every call's.
    ///   - publishableKey: which sales channels the app sells in; paths under `/store` need it.
    ///   - apiKey: a secret API key, sent while no token is kept: for servers, never in an app.
    ///   - globalHeaders: sent with every request. An empty value takes a header away.
    ///   - auth: what proves who is signed in.
    ///   - storage: where token or cookies are kept; one for each client.
    ///   - options: what to work with.
    public init(
        baseURL: URL, publishableKey: String? = nil, apiKey: String? = nil, globalHeaders: HeaderFields = [:],
        auth: Authentication = .jwt, storage: any AuthenticationStorage = MemoryStorage(),
        options: MedusaOptions = MedusaOptions()
    ) {
        let endpoint = Endpoint(baseURL: baseURL)
        authentication = auth
        pipeline = RequestPipeline(
            endpoint: endpoint,
            rules: SDKHeaders(publishableKey: publishableKey, apiKey: apiKey, globalHeaders: globalHeaders),
            retries: Retries(maximum: 0),
            session: KeptSession(
                origin: endpoint.origin, storage: storage, clock: options.clock, keepsCookies: auth == .session),
            options: options)
    }

    /// The server's address, as it was given.
    public var baseURL: URL { pipeline.endpoint.baseURL }

    /// Signing in and out.
    public var auth: AuthResource { AuthResource(pipeline: pipeline, authentication: authentication) }

    /// What customers do in the store.
    public var store: StoreResource { StoreResource(pipeline: pipeline) }

    /// Calls any path of the API: `sdk.client.fetch(path, { method, query, body, headers })` in JavaScript.
    ///
    /// - Parameters:
    ///   - path: with a leading slash, percent-encoded.
    ///   - method: in capitals.
    ///   - query: parameters, as plain text.
    ///   - body: sent as JSON.
    ///   - headers: sent with this request. An empty value takes a header away.
    /// - Returns: the JSON; null for an answer that is not JSON.
    /// - Throws: the server's errors, trouble with the network, wrong arguments.
    @discardableResult
    public func fetch(
        _ path: String, method: String = "GET", query: KeyValuePairs<String, String> = [:], body: JSON? = nil,
        headers: HeaderFields = [:]
    ) async throws(MedusaError) -> MedusaResponse<JSON> {
        var call = Call(method, path, body: body, headers: headers)
        call.query = query.map { (name: $0.key, value: $0.value) }
        let answer = try await pipeline.send(call)
        return answer.response(with: answer.document ?? .null)
    }
}

/// A client knows keys, tokens and cookies: its description shows the server's origin only.
extension MedusaV2Client: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "MedusaV2Client(\(pipeline))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["client": description]) }
}
