// expected: compose the client with '.with(.rest())' before calling 'response'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    let list = try await createDirectus(url).with(.authentication(.json)).response(for: .readUsers())  // error
    let other = try await createDirectus(url).with(.graphql()).response(for: .readUsers())  // error
    print(list, other)
}
