// expected: compose the client with '.with(.authentication(.json))' before calling 'stopRefreshing'
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    await createDirectus(url).with(.rest()).stopRefreshing()  // error
}
