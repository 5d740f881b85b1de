public import OrderedJSON
public import SDKRuntime

// What a client cannot do yet, so that the compiler says what to add.

private func unavailable() -> Never {
    fatalError("The compiler lets nobody call this.")
}

extension DirectusClient where Credentials == Anonymous {
    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'login'"
    )
    public func login(
        email: String, password: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'login'"
    )
    public func login(
        identifier: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'refresh'"
    )
    public func refresh() async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'logout'"
    )
    public func logout() async throws(DirectusError) { unavailable() }

    @available(
        *, unavailable,
        message:
            "compose the client with '.with(.authentication(.json))' or '.with(.staticToken(…))' before calling 'getToken'"
    )
    public func getToken() async throws(DirectusError) -> String? { unavailable() }

    @available(
        *, unavailable,
        message:
            "compose the client with '.with(.authentication(.json))' or '.with(.staticToken(…))' before calling 'setToken'"
    )
    public func setToken(_ token: String?) async throws(DirectusError) { unavailable() }

    @available(
        *, unavailable,
        message: "compose the client with '.with(.authentication(.json))' before reading 'authenticationChanges'"
    )
    public var authenticationChanges: AuthenticationChanges { unavailable() }
}

extension DirectusClient where Credentials == StaticToken {
    @available(
        *, unavailable,
        message:
            "a client with a static token is signed in already; for 'login' compose it with '.with(.authentication(.json))' instead"
    )
    public func login(
        email: String, password: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable,
        message:
            "a static token is never refreshed; for 'refresh' compose the client with '.with(.authentication(.json))' instead"
    )
    public func refresh() async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable,
        message:
            "a static token has no session to end; for 'logout' compose the client with '.with(.authentication(.json))' instead"
    )
    public func logout() async throws(DirectusError) { unavailable() }
}

extension DirectusClient where Interface == NoInterface {
    @available(*, unavailable, message: "compose the client with '.with(.rest())' before calling 'request'")
    public func request<Output: Sendable>(_ command: RESTCommand<Output>) async throws(DirectusError) -> Output {
        unavailable()
    }

    @available(*, unavailable, message: "compose the client with '.with(.graphql())' before calling 'query'")
    public func query(
        _ document: String, variables: JSON? = nil, scope: GraphQLScope = .items
    ) async throws(DirectusError) -> JSON { unavailable() }
}

extension DirectusClient where Interface == GraphQL {
    @available(*, unavailable, message: "compose the client with '.with(.rest())' before calling 'request'")
    public func request<Output: Sendable>(_ command: RESTCommand<Output>) async throws(DirectusError) -> Output {
        unavailable()
    }
}

extension DirectusClient where Interface == REST {
    @available(*, unavailable, message: "compose the client with '.with(.graphql())' before calling 'query'")
    public func query(
        _ document: String, variables: JSON? = nil, scope: GraphQLScope = .items
    ) async throws(DirectusError) -> JSON { unavailable() }
}
