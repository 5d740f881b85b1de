// expected: requires the types 'StaticToken' and 'Session' be equivalent
import DirectusSDK
import Foundation

func signIn(_ client: some AuthenticationClient) {}

func misuse(url: URL) {
    signIn(DirectusClient(url: url, token: "token"))  // error
}
