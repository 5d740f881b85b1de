// expected: a static token is never refreshed, so there is nothing to stop
import DirectusSDK
import Foundation

func misuse(url: URL) async throws {
    await DirectusClient(url: url, token: "token").stopRefreshing()  // error
}
