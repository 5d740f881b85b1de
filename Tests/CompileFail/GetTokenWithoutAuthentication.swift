// expected: compose the client with '.with(.authentication(.json))' or '.with(.staticToken(…))' before calling 'getToken'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    print(try await createDirectus(url).with(.rest()).getToken() ?? "")  // error
    let client = createDirectus(url).with(.graphql())
    let token = try await client.getToken()  // error
    print(token ?? "")
}
