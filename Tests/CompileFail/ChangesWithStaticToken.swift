// expected: a static token neither begins nor ends; for 'authenticationChanges' compose the client with '.with(.authentication(.json))' instead
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    for await state in DirectusClient(url: url, token: "token").authenticationChanges { print(state) }  // error
}
