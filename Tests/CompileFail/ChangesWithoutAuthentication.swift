// expected: compose the client with '.with(.authentication(.json))' before reading 'authenticationChanges'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    for await state in createDirectus(url).with(.rest()).authenticationChanges { print(state) }  // error
}
