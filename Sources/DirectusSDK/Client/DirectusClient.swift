public import Foundation
public import SDKRuntime

/// A client of Directus, or of Sallyport.
///
/// Make one plainly, or compose it as in JavaScript, in any order; both are the same type:
///
/// ```swift
/// let client = DirectusClient(url: url, authentication: .json, storage: FileStorage(url: file))
/// let composed = createDirectus(url).with(.rest()).with(.authentication(.json))
/// let service = DirectusClient(url: url, token: token)
/// ```
///
/// What a client cannot do does not compile: `login` needs authentication, `request` needs REST, `query` GraphQL.
/// Nothing is sent at construction. A client is a value that shares its session with its copies; keep one for each server
/// and account.
///
/// ## Topics
/// - ``AuthenticationClient``
/// - ``RESTClient``
/// - ``GraphQLClient``
public struct DirectusClient<Interface: ClientInterface, Credentials: Authentication>: Sendable {
    let core: ClientCore
    let rest: RESTFeature
    let graphql: GraphQLFeature
    let cookies: CookieStore?
    let authentication: Credentials

    /// The server's address, as it was given.
    public var url: URL { core.url }

    private func rebuilt<NewInterface, NewCredentials>(
        _ interface: NewInterface.Type = Interface.self, authentication: NewCredentials, rest: RESTFeature? = nil,
        graphql: GraphQLFeature? = nil
    ) -> DirectusClient<NewInterface, NewCredentials> {
        let rest = rest ?? self.rest
        let graphql = graphql ?? self.graphql
        let keepsCookies = rest.credentials == .include || graphql.credentials == .include
        return DirectusClient<NewInterface, NewCredentials>(
            core: core, rest: rest, graphql: graphql, cookies: keepsCookies ? cookies ?? CookieStore() : nil,
            authentication: authentication)
    }

    /// The client, with `request`. Composed twice, the last one counts.
    public func with(_ feature: RESTFeature) -> DirectusClient<Interface.AddingREST, Credentials> {
        rebuilt(Interface.AddingREST.self, authentication: authentication, rest: feature)
    }

    /// The client, with `query`. Composed twice, the last one counts.
    public func with(_ feature: GraphQLFeature) -> DirectusClient<Interface.AddingGraphQL, Credentials> {
        rebuilt(Interface.AddingGraphQL.self, authentication: authentication, graphql: feature)
    }

    /// The client, with `login`, `refresh` and `logout`, in place of another authentication.
    public func with(_ feature: AuthenticationFeature) -> DirectusClient<Interface, Session> {
        rebuilt(Interface.self, authentication: Session(feature, core: core))
    }

    /// The client, with a token of yours, in place of another authentication.
    public func with(_ feature: StaticTokenFeature) -> DirectusClient<Interface, StaticToken> {
        rebuilt(Interface.self, authentication: StaticToken(feature.token))
    }
}

/// A client knows tokens: its description shows the server's host only.
extension DirectusClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "DirectusClient(\(url.host ?? "no host"))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["client": description]) }
}

/// A client that can do nothing yet: the beginning of a composition. `createDirectus()` in JavaScript.
///
/// - Parameters:
///   - url: the server's address; a path in it stays in front of every request's, a query and fragment do not count.
///   - options: what to work with, `globals` in JavaScript.
public func createDirectus(
    _ url: URL, options: ClientOptions = ClientOptions()
) -> DirectusClient<NoInterface, Anonymous> {
    DirectusClient(
        core: ClientCore(url: url, options: options), rest: .rest(), graphql: .graphql(), cookies: nil,
        authentication: Anonymous())
}

/// A client that can do nothing yet, from the text of an address.
///
/// - Throws: `invalidArgument` when the text is no http or https URL.
public func createDirectus(
    _ url: String, options: ClientOptions = ClientOptions()
) throws(DirectusError) -> DirectusClient<NoInterface, Anonymous> {
    guard let parsed = URL(string: url), Origin(parsed) != nil else {
        throw .invalidArgument("This is no address of a Directus: give a URL such as https://directus.example.com.")
    }
    return createDirectus(parsed, options: options)
}

extension DirectusClient where Interface == REST, Credentials == Session {
    /// A client with REST and a session: what most apps want. The parameters are those of `.authentication(…)`.
    public init(
        url: URL, authentication mode: AuthenticationMode, autoRefresh: Bool = true,
        refreshBeforeExpiry: Duration = .seconds(30), storage: any AuthenticationStorage = MemoryStorage(),
        credentials: CredentialsPolicy = .sameOrigin, options: ClientOptions = ClientOptions()
    ) {
        self = createDirectus(url, options: options)
            .with(
                .authentication(
                    mode, autoRefresh: autoRefresh, refreshBeforeExpiry: refreshBeforeExpiry, storage: storage,
                    credentials: credentials)
            )
            .with(.rest())
    }
}

extension DirectusClient where Interface == REST, Credentials == StaticToken {
    /// A client with REST and a token that is never refreshed: for servers and scripts.
    public init(url: URL, token: String, options: ClientOptions = ClientOptions()) {
        self = createDirectus(url, options: options).with(.staticToken(token)).with(.rest())
    }
}

/// What an app keeps: `DirectusClient(url:authentication:)`.
public typealias DirectusSessionClient = DirectusClient<REST, Session>

/// What a server keeps: `DirectusClient(url:token:)`.
public typealias DirectusTokenClient = DirectusClient<REST, StaticToken>
