public import OrderedJSON
public import SDKRuntime

/// Calling the REST API with commands. Clients composed with `.rest()` are this.
public protocol RESTClient: Sendable {
    /// Runs a command, and returns its answer with what stands around it: `meta`, status and header.
    ///
    /// - Throws: the server's errors, trouble with the network, wrong arguments.
    func response<Output: Sendable>(
        for command: RESTCommand<Output>
    ) async throws(DirectusError) -> RESTResponse<Output>
}

/// An answer with what stands around its data.
public struct RESTResponse<Output: Sendable>: Sendable {
    /// The data.
    public let data: Output
    /// `meta` of a list: counts that the query asked for.
    public var meta: JSON? { document?["meta"] }
    /// The whole JSON answer; `nil` for one that is not JSON.
    public let document: JSON?
    /// The status code.
    public let status: Int
    /// The header fields.
    public let headers: HeaderFields

    /// An answer with these parts; for a ``RESTClient`` of your own in tests.
    public init(data: Output, document: JSON? = nil, status: Int = 200, headers: HeaderFields = [:]) {
        self.data = data
        self.document = document
        self.status = status
        self.headers = headers
    }
}

/// An answer may hold tokens: its description shows the status only.
extension RESTResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "status \(status)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}

extension DirectusClient: RESTClient where Interface: RESTInterface {
    public func response<Output: Sendable>(
        for command: RESTCommand<Output>
    ) async throws(DirectusError) -> RESTResponse<Output> {
        try await RequestPipeline(
            core: core, rest: rest, cookies: cookies, authentication: authentication
        ).response(for: command)
    }
}

extension RESTClient {
    /// Runs a command: `client.request(readItems("articles"))` in JavaScript.
    ///
    /// - Throws: the server's errors, trouble with the network, wrong arguments.
    @discardableResult
    public func request<Output: Sendable>(_ command: RESTCommand<Output>) async throws(DirectusError) -> Output {
        try await response(for: command).data
    }

    /// Runs a command and reads its data as a type of yours:
    /// `let articles = try await client.request(.readItems("articles"), as: [Article].self)`.
    ///
    /// Dates are read in every form that Directus writes.
    ///
    /// - Throws: as without the type, and `decodingFailed` when the data does not fit it.
    public func request<Value: Decodable & Sendable>(
        _ command: RESTCommand<JSON>, as type: Value.Type = Value.self
    ) async throws(DirectusError) -> Value {
        try await response(for: command).data.decoded(as: type)
    }
}
