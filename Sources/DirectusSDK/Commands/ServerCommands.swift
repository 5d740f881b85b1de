public import OrderedJSON

extension RESTCommand where Output == String {
    /// `GET /server/ping`: `pong`.
    public static func serverPing() -> Self {
        RESTCommand("GET", "/server/ping", access: .none) { content throws(DirectusError) in content.text }
    }

    /// `GET /server/specs/graphql`: the GraphQL schema, as text.
    ///
    /// - Parameter scope: of the project's items, or of Directus' own.
    public static func readGraphqlSdl(_ scope: GraphQLScope = .items) -> Self {
        RESTCommand("GET", scope == .system ? "/server/specs/graphql/system" : "/server/specs/graphql") {
            content throws(DirectusError) in content.text
        }
    }
}

extension RESTCommand where Output == JSON {
    /// `GET /server/info`: the project's name and look, and more for administrators.
    public static func serverInfo() -> Self {
        RESTCommand("GET", "/server/info")
    }

    /// `GET /server/health`: how the server is. A server that is not well answers 503, which is thrown.
    public static func serverHealth() -> Self {
        RESTCommand("GET", "/server/health")
    }

    /// `GET /server/specs/oas`: the OpenAPI description of what the account may do.
    public static func readOpenApiSpec() -> Self {
        RESTCommand("GET", "/server/specs/oas")
    }
}
