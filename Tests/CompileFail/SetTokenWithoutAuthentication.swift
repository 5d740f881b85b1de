// expected: compose the client with '.with(.authentication(.json))' or '.with(.staticToken(…))' before calling 'setToken'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    try await createDirectus(url).with(.rest()).setToken("token")  // error
    try await createDirectus(url).setToken(nil)  // error
}
