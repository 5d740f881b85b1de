import Foundation
import SDKRuntime

/// The header of a Medusa 2 client's call (`specs/medusa.md` B6.2), what comes later wins.
struct SDKHeaders: HeaderRules {
    let publishableKey: String?
    let apiKey: String?
    let globalHeaders: HeaderFields
    var common: HeaderFields { globalHeaders }

    func headers(for call: Call, token: String?) -> HeaderFields {
        var headers: HeaderFields = ["Accept": "application/json"]
        // JavaScript sends it with every request. Foundation on Linux calls a POST without it a form.
        if call.method != "GET" { headers["Content-Type"] = "application/json" }
        if let apiKey { headers["Authorization"] = "Basic " + Data("\(apiKey):".utf8).base64EncodedString() }
        if let publishableKey { headers["x-publishable-api-key"] = publishableKey }
        headers.override(with: globalHeaders)
        if let token { headers["Authorization"] = "Bearer \(token)" }
        headers.override(with: call.headers)
        return headers
    }
}
