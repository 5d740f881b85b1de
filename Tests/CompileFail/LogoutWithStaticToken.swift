// expected: a static token has no session to end; for 'logout' compose the client with '.with(.authentication(.json))' instead
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    try await DirectusClient(url: url, token: "token").logout()  // error
    try await createDirectus(url).with(.rest()).with(.staticToken("token")).logout()  // error
}
