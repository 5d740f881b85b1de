public import OrderedJSON
public import SDKRuntime

// What a client cannot do yet, so that the compiler says what to add. Each has every overload of what it stands for:
// where one is missing, the compiler blames `with` instead. `Tests/CompileFail` proves the messages.

private func unavailable() -> Never {
    fatalError("The compiler lets nobody call this.")
}

extension DirectusClient where Credentials == Anonymous {
    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'login'"
    )
    @discardableResult
    public func login(
        email: String, password: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'login'"
    )
    @discardableResult
    public func login(
        email: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'login'"
    )
    @discardableResult
    public func login(
        identifier: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'refresh'"
    )
    @discardableResult
    public func refresh() async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable, message: "compose the client with '.with(.authentication(.json))' before calling 'logout'"
    )
    public func logout() async throws(DirectusError) { unavailable() }

    @available(
        *, unavailable,
        message: "compose the client with '.with(.authentication(.json))' before calling 'stopRefreshing'"
    )
    public func stopRefreshing() async { unavailable() }

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
    @discardableResult
    public func login(
        email: String, password: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable,
        message:
            "a client with a static token is signed in already; for 'login' compose it with '.with(.authentication(.json))' instead"
    )
    @discardableResult
    public func login(
        email: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable,
        message:
            "a client with a static token is signed in already; for 'login' compose it with '.with(.authentication(.json))' instead"
    )
    @discardableResult
    public func login(
        identifier: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable,
        message:
            "a static token is never refreshed; for 'refresh' compose the client with '.with(.authentication(.json))' instead"
    )
    @discardableResult
    public func refresh() async throws(DirectusError) -> AuthenticationData { unavailable() }

    @available(
        *, unavailable,
        message:
            "a static token has no session to end; for 'logout' compose the client with '.with(.authentication(.json))' instead"
    )
    public func logout() async throws(DirectusError) { unavailable() }

    @available(*, unavailable, message: "a static token is never refreshed, so there is nothing to stop")
    public func stopRefreshing() async { unavailable() }

    @available(
        *, unavailable,
        message:
            "a static token neither begins nor ends; for 'authenticationChanges' compose the client with '.with(.authentication(.json))' instead"
    )
    public var authenticationChanges: AuthenticationChanges { unavailable() }
}

extension DirectusClient where Interface == NoInterface {
    @available(*, unavailable, message: "compose the client with '.with(.rest())' before calling 'request'")
    @discardableResult
    public func request<Output: Sendable>(_ command: RESTCommand<Output>) async throws(DirectusError) -> Output {
        unavailable()
    }

    @available(*, unavailable, message: "compose the client with '.with(.rest())' before calling 'request'")
    public func request<Value: Decodable & Sendable>(
        _ command: RESTCommand<JSON>, as type: Value.Type = Value.self
    ) async throws(DirectusError) -> Value { unavailable() }

    @available(*, unavailable, message: "compose the client with '.with(.rest())' before calling 'response'")
    public func response<Output: Sendable>(
        for command: RESTCommand<Output>
    ) async throws(DirectusError) -> RESTResponse<Output> { unavailable() }

    @available(*, unavailable, message: "compose the client with '.with(.graphql())' before calling 'query'")
    public func query(
        _ document: String, variables: JSON? = nil, scope: GraphQLScope = .items
    ) async throws(DirectusError) -> JSON { unavailable() }

    @available(*, unavailable, message: "compose the client with '.with(.graphql())' before calling 'query'")
    public func query<Value: Decodable & Sendable>(
        _ document: String, variables: JSON? = nil, scope: GraphQLScope = .items, as type: Value.Type
    ) async throws(DirectusError) -> Value { unavailable() }
}

extension DirectusClient where Interface == GraphQL {
    @available(*, unavailable, message: "compose the client with '.with(.rest())' before calling 'request'")
    @discardableResult
    public func request<Output: Sendable>(_ command: RESTCommand<Output>) async throws(DirectusError) -> Output {
        unavailable()
    }

    @available(*, unavailable, message: "compose the client with '.with(.rest())' before calling 'request'")
    public func request<Value: Decodable & Sendable>(
        _ command: RESTCommand<JSON>, as type: Value.Type = Value.self
    ) async throws(DirectusError) -> Value { unavailable() }

    @available(*, unavailable, message: "compose the client with '.with(.rest())' before calling 'response'")
    public func response<Output: Sendable>(
        for command: RESTCommand<Output>
    ) async throws(DirectusError) -> RESTResponse<Output> { unavailable() }
}

extension DirectusClient where Interface == REST {
    @available(*, unavailable, message: "compose the client with '.with(.graphql())' before calling 'query'")
    public func query(
        _ document: String, variables: JSON? = nil, scope: GraphQLScope = .items
    ) async throws(DirectusError) -> JSON { unavailable() }

    @available(*, unavailable, message: "compose the client with '.with(.graphql())' before calling 'query'")
    public func query<Value: Decodable & Sendable>(
        _ document: String, variables: JSON? = nil, scope: GraphQLScope = .items, as type: Value.Type
    ) async throws(DirectusError) -> Value { unavailable() }
}
