/// What a client can be asked with: nothing yet, REST, GraphQL, or both. Each knows what it becomes when one is added, so
/// the order of `with` does not matter.
public protocol ClientInterface: Sendable {
    /// This one and REST.
    associatedtype AddingREST: RESTInterface
    /// This one and GraphQL.
    associatedtype AddingGraphQL: GraphQLInterface
}

/// Interfaces with `request`.
public protocol RESTInterface: ClientInterface where AddingREST == Self {}

/// Interfaces with `query`.
public protocol GraphQLInterface: ClientInterface where AddingGraphQL == Self {}

/// Nothing yet.
public enum NoInterface: ClientInterface {
    public typealias AddingREST = REST
    public typealias AddingGraphQL = GraphQL
}

/// `request`.
public enum REST: RESTInterface {
    public typealias AddingGraphQL = RESTAndGraphQL
}

/// `query`.
public enum GraphQL: GraphQLInterface {
    public typealias AddingREST = RESTAndGraphQL
}

/// `request` and `query`.
public enum RESTAndGraphQL: RESTInterface, GraphQLInterface {}
