import SDKRuntime

/// The header of a Medusa 1 client's call (`specs/medusa.md` A6.2), what comes later wins.
struct StoreHeaders: HeaderRules {
    let apiKey: String?
    let publishableAPIKey: String?
    let customHeaders: HeaderFields
    var common: HeaderFields { customHeaders }
    /// `nil` when nothing is ever sent again.
    let makeIdempotencyKey: (@Sendable () -> String)?

    func headers(for call: Call, token: String?) -> HeaderFields {
        var headers: HeaderFields = ["Accept": "application/json"]
        if call.body != nil { headers["Content-Type"] = "application/json" }
        let isAdmins = call.isUnder("/admin")
        if isAdmins, !Self.isOpen(call), let apiKey { headers["x-medusa-access-token"] = apiKey }
        // The token is a customer's. What is not under /admin is the store's.
        if !isAdmins, let token { headers["Authorization"] = "Bearer \(token)" }
        if let publishableAPIKey { headers["x-publishable-api-key"] = publishableAPIKey }
        if call.method == "POST", let makeIdempotencyKey { headers["Idempotency-Key"] = makeIdempotencyKey() }
        headers.override(with: customHeaders)
        headers.override(with: call.headers)
        return headers
    }

    /// Calls that an administrator makes before being one.
    private static func isOpen(_ call: Call) -> Bool {
        call.method == "POST"
            && [
                "/admin/auth", "/admin/users/password-token", "/admin/users/reset-password", "/admin/invites/accept",
            ].contains(call.path)
    }
}
