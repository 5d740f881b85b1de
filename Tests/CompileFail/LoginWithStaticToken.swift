// expected: a client with a static token is signed in already; for 'login' compose it with '.with(.authentication(.json))' instead
import DirectusSDK
import Foundation

func misuse(url: URL, email: String, password: String) async throws {
    let client = DirectusClient(url: url, token: "token")
    try await client.login(email: email, password: password)  // error
    try await client.login(email: email, password: password, otp: "123456")  // error
    try await client.login(email: email, password: password, provider: "staff")  // error
    try await client.login(identifier: "ada", password: password, provider: "ldap")  // error
    try await createDirectus(url).with(.staticToken("token")).login(email: email, password: password)  // error
}
