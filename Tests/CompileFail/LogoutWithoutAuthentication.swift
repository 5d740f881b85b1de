// expected: compose the client with '.with(.authentication(.json))' before calling 'logout'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    try await createDirectus(url).logout()  // error
    let client = createDirectus(url).with(.rest())
    try await client.logout()  // error
}
