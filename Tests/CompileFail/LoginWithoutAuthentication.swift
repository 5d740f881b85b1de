// expected: compose the client with '.with(.authentication(.json))' before calling 'login'
import DirectusSDK
import Foundation

func misuse(url: URL, email: String, password: String) async throws {
    try await createDirectus(url).login(email: email, password: password)  // error
    try await createDirectus(url).with(.rest()).login(email: email, password: password)  // error
    try await createDirectus(url).with(.graphql()).login(email: email, password: password, otp: "123456")  // error
    try await createDirectus(url).with(.rest()).login(email: email, password: password, mode: .session)  // error
    try await createDirectus(url).with(.rest()).login(email: email, password: password, provider: "staff")  // error
    try await createDirectus(url).with(.rest()).login(identifier: "ada", password: password, provider: "ldap")  // error
    let client = createDirectus(url).with(.rest()).with(.graphql())
    let tokens = try await client.login(email: email, password: password)  // error
    print(tokens)
}
