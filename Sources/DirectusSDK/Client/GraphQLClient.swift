public import OrderedJSON
import SDKRuntime

/// Calling the GraphQL API. Clients composed with `.graphql()` are this.
public protocol GraphQLClient: Sendable {
    /// Runs a document: `client.query(document, variables, scope)` in JavaScript.
    ///
    /// - Parameters:
    ///   - document: the query or mutation.
    ///   - variables: its variables, a JSON object.
    ///   - scope: whose fields: the project's items, or Directus' own.
    /// - Returns: the answer's `data`.
    /// - Throws: the server's errors, even when there is partial data; ``DirectusError/data`` then holds that.
    func query(
        _ document: String, variables: JSON?, scope: GraphQLScope
    ) async throws(DirectusError) -> JSON
}

/// Whose fields a GraphQL document asks for.
public enum GraphQLScope: Sendable {
    /// The project's collections: `/graphql`.
    case items
    /// Directus' own: `/graphql/system`.
    case system
}

extension DirectusClient: GraphQLClient where Interface: GraphQLInterface {
    public func query(
        _ document: String, variables: JSON? = nil, scope: GraphQLScope = .items
    ) async throws(DirectusError) -> JSON {
        var body: JSON.Object = ["query": .string(document)]
        if let variables { body.append("variables", variables) }
        let path: EndpointPath = scope == .system ? "/graphql/system" : "/graphql"
        return try await RequestPipeline(
            core: core, rest: .rest(credentials: graphql.credentials), cookies: cookies,
            authentication: authentication
        ).response(for: RESTCommand<JSON>("POST", path, body: .object(body))).data
    }
}

extension GraphQLClient {
    /// Runs a document and reads its `data` as a type of yours.
    public func query<Value: Decodable & Sendable>(
        _ document: String, variables: JSON? = nil, scope: GraphQLScope = .items,
        as type: Value.Type = Value.self
    ) async throws(DirectusError) -> Value {
        try await query(document, variables: variables, scope: scope).decoded(as: type)
    }
}
