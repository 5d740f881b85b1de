import SallyportCore

/// How a request shows who sends it (Directus spec section 3.1).
struct SecuritySchemes {
    let options: DirectusOptions

    /// Any of them will do.
    static let alternatives: [JSON] = [["bearer": []], ["accessToken": []], ["sessionCookie": []]]

    var json: JSON {
        [
            "bearer": [
                "type": "http", "scheme": "bearer",
                "description": "An access token of POST /auth/login, or an account's static token.",
            ],
            "accessToken": [
                "type": "apiKey", "in": "query", "name": "access_token",
                "description": "The same in the query. URLs end in logs: a header is better.",
            ],
            "sessionCookie": [
                "type": "apiKey", "in": "cookie", "name": .string(options.sessionCookie.name),
                "description": "The cookie of a sign-in in mode session.",
            ],
        ]
    }
}
