// expected: compose the client with '.with(.rest())' before calling 'request'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    try await createDirectus(url).request(.readMe())  // error
    try await createDirectus(url).with(.authentication(.json)).request(.passwordRequest("ada@example.com"))  // error
    let me = try await createDirectus(url).with(.authentication()).request(.readMe(), as: DirectusUser.self)  // error
    let you: DirectusUser = try await createDirectus(url).with(.authentication()).request(.readMe())  // error
    print(me, you)
}

func misuseOfGraphQL(url: URL) async throws {
    try await createDirectus(url).with(.graphql()).request(.readMe())  // error
    let client = createDirectus(url).with(.authentication(.json)).with(.graphql())
    let me = try await client.request(.readMe(), as: DirectusUser.self)  // error
    let you: DirectusUser = try await client.request(.readMe())  // error
    print(me, you)
}
