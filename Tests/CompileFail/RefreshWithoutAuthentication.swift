// expected: compose the client with '.with(.authentication(.json))' before calling 'refresh'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    try await createDirectus(url).with(.rest()).refresh()  // error
    let client = createDirectus(url).with(.graphql())
    let tokens = try await client.refresh()  // error
    print(tokens)
}
