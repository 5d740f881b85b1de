import OrderedJSON
import SDKRuntime

/// One call of the REST API as a value, named as in the JavaScript SDK: `.readItems("articles")`, `.inviteUser(…)`.
///
/// Nothing is sent before a client gets it: `try await client.request(.readMe())`. A wrong argument (an empty key, a
/// collection of Directus' own) is thrown then, and nothing is sent.
public struct RESTCommand<Output: Sendable>: Sendable {
    /// Which credentials the call goes out with.
    enum Access: Sendable {
        /// The client's.
        case client
        /// The kept cookies alone: one of them is the proof.
        case cookies
        /// None: the call brings its own proof (a password, a one-time token) or needs none.
        case none
        /// This token, and never another.
        case token(String)
    }

    var method: String
    var path: String
    var query: Query
    /// Parameters that are no part of the query: taken as they are.
    var parameters: [(name: String, value: String)] = []
    var headers = HeaderFields()
    var body: JSON?
    var access = Access.client
    /// Whether 401 `INVALID_CREDENTIALS` speaks of a password in the body, not of the session (`specs/directus.md` 13.1).
    var checksPassword = false
    /// Whether a redirect is as good as an answer, and not followed: where it leads has nothing to say. Such a
    /// call presents a one-time token, so it is not sent twice either.
    var acceptsRedirect = false
    /// What is wrong with the arguments.
    var problem: DirectusError?
    var onRequest: (@Sendable (TransportRequest) async throws -> TransportRequest)?
    var onResponse: (@Sendable (TransportResponse, TransportRequest) async throws -> TransportResponse)?
    let read: @Sendable (ResponseContent) throws(DirectusError) -> Output

    init(
        _ method: String, _ path: EndpointPath, query: Query = Query(), body: JSON? = nil, access: Access = .client,
        read: @escaping @Sendable (ResponseContent) throws(DirectusError) -> Output
    ) {
        self.method = method
        self.path = path.text
        self.query = query
        self.body = body
        self.access = access
        self.read = read
        problem = path.problem
    }

    /// The command with a body that still has to be encoded.
    func with(body: () throws(DirectusError) -> JSON) -> RESTCommand {
        var command = self
        do throws(DirectusError) {
            command.body = try body()
        } catch {
            command.problem = command.problem ?? error
        }
        return command
    }

    /// The command, refused unless the condition holds.
    func requiring(_ condition: Bool, _ message: String) -> RESTCommand {
        guard !condition, problem == nil else { return self }
        var command = self
        command.problem = .invalidArgument(message)
        return command
    }
}

/// A command may hold a password: its description shows neither the body nor the headers nor the query.
extension RESTCommand: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(method) \(path.prefix { $0 != "?" })" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["command": description]) }
}

extension RESTCommand where Output == JSON {
    /// A command whose answer is data.
    init(
        _ method: String, _ path: EndpointPath, query: Query = Query(), body: JSON? = nil, access: Access = .client
    ) {
        self.init(method, path, query: query, body: body, access: access) { content throws(DirectusError) in
            try content.json
        }
    }
}

extension RESTCommand where Output == Void {
    /// A command whose answer is nothing.
    init(_ method: String, _ path: EndpointPath, body: JSON? = nil, access: Access = .client) {
        self.init(method, path, body: body, access: access) { content throws(DirectusError) in _ = try content.json }
    }
}

extension ResponseContent {
    /// The data; null for an answer without content.
    ///
    /// - Throws: `invalidResponse` for an answer that is not JSON: a captive portal's page, for example.
    var json: JSON {
        get throws(DirectusError) {
            if let data { return data }
            if response.body.isEmpty { return .null }
            let type = response.headers["Content-Type"] ?? "no content type"
            throw DirectusError(
                code: .invalidResponse, status: response.status,
                message: "The answer is not JSON but \(type); is this the address of a Directus?")
        }
    }
}
