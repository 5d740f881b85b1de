// expected: a static token is never refreshed; for 'refresh' compose the client with '.with(.authentication(.json))' instead
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    try await DirectusClient(url: url, token: "token").refresh()  // error
    try await createDirectus(url).with(.staticToken("token")).with(.graphql()).refresh()  // error
}
