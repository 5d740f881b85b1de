import Foundation
public import OrderedJSON
public import SDKRuntime

extension RESTCommand {
    /// The command with a token of yours: the client's own credentials stay out of it, and it is never refreshed. An empty
    /// token is refused: in JavaScript the call would go out with the client's own credentials.
    public static func withToken(_ token: String, _ command: RESTCommand) -> RESTCommand {
        let token = token.trimmingCharacters(in: .whitespacesAndNewlines)
        var command = command.requiring(!token.isEmpty, "The token is empty")
        command.access = .token(token)
        return command
    }

    /// The command with a hook that may change its request before it is sent, in place of an earlier one.
    ///
    /// ```swift
    /// try await client.request(.withOptions(.readMe()) { $0.timeout = .seconds(5) })
    /// ```
    public static func withOptions(
        _ command: RESTCommand, _ change: @escaping @Sendable (inout TransportRequest) async throws -> Void
    ) -> RESTCommand {
        var command = command
        command.onRequest = { request in
            var request = request
            try await change(&request)
            return request
        }
        return command
    }

    /// The command with its query in the body of a `SEARCH` request: for queries that are too long for a URL.
    public static func withSearch(_ command: RESTCommand) -> RESTCommand {
        guard command.method == "GET", !command.query.isEmpty else { return command }
        var command = command
        command.method = "SEARCH"
        command.body = ["query": command.query.json]
        command.query = Query()
        return command
    }

    /// The command with hooks of its own; they run before the client's.
    public static func withHooks(
        _ command: RESTCommand, onRequest: RESTFeature.RequestHook? = nil,
        onResponse: RESTFeature.ResponseHook? = nil
    ) -> RESTCommand {
        var command = command
        command.onRequest = onRequest ?? command.onRequest
        command.onResponse = onResponse ?? command.onResponse
        return command
    }
}

extension RESTCommand where Output == JSON {
    /// A call of an endpoint of your own.
    ///
    /// - Parameters:
    ///   - path: with a leading slash; what is interpolated into it is percent-encoded: `"/reports/\(id)"`.
    ///   - method: in capitals.
    ///   - parameters: text as it is, anything else as JSON.
    ///   - headers: with `Authorization` among them, the client's own credentials stay out of it.
    ///   - body: anything `Encodable`.
    public static func customEndpoint(
        path: EndpointPath, method: String = "GET", parameters: JSON.Object = [:], headers: HeaderFields = [:],
        body: (any Encodable & Sendable)? = nil
    ) -> Self {
        var command = RESTCommand(method, path)
        command.query = Query(custom: parameters)
        command.headers = headers
        guard let body else { return command }
        return command.with { () throws(DirectusError) in try JSON(encoding: body) }
    }
}
