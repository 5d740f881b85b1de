// expected: compose the client with '.with(.graphql())' before calling 'query'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    let one = try await createDirectus(url).query("{ users_me { id } }")  // error
    let two = try await createDirectus(url).query("{ users_me { id } }", as: DirectusUser.self)  // error
    print(one, two)
}

func misuseOfREST(url: URL) async throws {
    let client = DirectusClient(url: url, authentication: .json)
    let one = try await client.query("{ users_me { id } }", variables: ["a": 1], scope: .system)  // error
    let two = try await client.query("{ users_me { id } }", scope: .system, as: DirectusUser.self)  // error
    print(one, two)
}
