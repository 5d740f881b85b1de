// expected: nothing
import DirectusSDK
import Foundation

func oneType(url: URL, email: String, password: String) async throws {
    let plain = DirectusClient(url: url, authentication: .json)
    let restFirst = createDirectus(url).with(.rest()).with(.authentication(.json))
    let authenticationFirst = createDirectus(url).with(.authentication(.json)).with(.rest())
    let clients = [plain, restFirst, authenticationFirst]
    let named: [DirectusSessionClient] = clients
    let erased: [any RESTClient & AuthenticationClient] = named
    for client in erased {
        try await client.login(email: email, password: password)
        let me = try await client.request(.readMe(), as: DirectusUser.self)
        print(me, try await client.getToken() ?? "")
        try await client.logout()
    }
}

func everyOrder(url: URL) {
    let clients = [
        createDirectus(url).with(.rest()).with(.graphql()).with(.authentication()),
        createDirectus(url).with(.rest()).with(.authentication()).with(.graphql()),
        createDirectus(url).with(.graphql()).with(.rest()).with(.authentication()),
        createDirectus(url).with(.graphql()).with(.authentication()).with(.rest()),
        createDirectus(url).with(.authentication()).with(.rest()).with(.graphql()),
        createDirectus(url).with(.authentication()).with(.graphql()).with(.rest()),
    ]
    let named: [DirectusClient<RESTAndGraphQL, Session>] = clients
    print(named.count)
}

func twiceAndTheLastWins(url: URL, email: String, password: String) async throws {
    let twice: DirectusSessionClient = createDirectus(url).with(.rest()).with(.authentication()).with(.rest())
    let signsIn: DirectusSessionClient = DirectusClient(url: url, token: "token").with(.authentication(.json))
    let hasToken: DirectusTokenClient = twice.with(.staticToken("token"))
    try await signsIn.login(email: email, password: password)
    await hasToken.setToken(nil)
    print(await hasToken.getToken() ?? "")
}

func capabilities(
    _ client: some RESTClient & AuthenticationClient, _ graph: any GraphQLClient, _ service: some StaticTokenClient
) async throws(DirectusError) {
    try await client.refresh()
    await client.stopRefreshing()
    for await state in client.authenticationChanges { print(state) }
    print(try await graph.query("{ users_me { id } }", scope: .system, as: JSON.self))
    await service.setToken(nil)
}
