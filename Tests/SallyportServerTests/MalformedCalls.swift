import TestSupport

/// The other endpoints that read a body, and the form of the set-up page (Directus spec sections 1.4, 1.5, 2.1; D25).
extension MalformedRequest {
    private static let isJSON = "Content-Type: application/json"
    private static let isAdministrator = "Authorization: Bearer \(Fixture.administratorToken)"

    static let otherEndpoints: [MalformedRequest] = [
        call("/auth/refresh", "{", gets: invalidPayload),
        call("/auth/refresh", "[]", gets: invalidPayload),
        call("/auth/refresh", "{}", gets: invalidPayload),
        call("/auth/refresh", #"{"mode":"bogus","refresh_token":"x"}"#, gets: invalidPayload),
        call("/auth/refresh", #"{"mode":{},"refresh_token":"x"}"#, gets: invalidPayload),
        call("/auth/refresh", #"{"refresh_token":""}"#, gets: invalidPayload),
        call("/auth/refresh", #"{"refresh_token":5}"#, gets: invalidCredentials),
        call("/auth/refresh", #"{"refresh_token":{"a":1}}"#, gets: invalidCredentials),
        call("/auth/refresh", #"{"refresh_token":["a"]}"#, gets: invalidCredentials),
        call("/auth/refresh", #"{"refresh_token":"garbage"}"#, gets: invalidCredentials),
        call("/auth/refresh", #"{"refresh_token":"\#(String(repeating: "A", count: 64))"}"#, gets: invalidCredentials),
        call("/auth/refresh", #"{"refresh_token":"\#(String(repeating: "é", count: 32))"}"#, gets: invalidCredentials),
        call(
            "/auth/refresh", #"{"refresh_token":"\#(String(repeating: "A", count: 900_000))"}"#,
            gets: invalidCredentials),
        call("/auth/logout", "{", gets: invalidPayload),
        call("/auth/logout", "{}", gets: invalidPayload),
        call("/auth/logout", #"{"mode":"bogus","refresh_token":"x"}"#, gets: invalidPayload),
        call("/auth/logout", #"{"mode":"json"}"#, gets: invalidPayload),
        change("{", gets: invalidPayload),
        change("[]", gets: invalidPayload),
        change(#""x""#, gets: invalidPayload),
        change(#"{"tags":[}"#, gets: invalidPayload),
        change(#"{"first_name":{}}"#, gets: invalidPayload),
        change(#"{"first_name":"a\u0000b"}"#, gets: invalidPayload),
        change(#"{"first_name":"\#(String(repeating: "a", count: 1 << 20))"}"#, gets: invalidPayload),
        change(#"{"first_name":"\#(String(repeating: "a", count: 300))"}"#, gets: .refused(400, "VALUE_TOO_LONG")),
        change(#"{"email":5}"#, gets: .refused(400, "FAILED_VALIDATION")),
        change(#"{"email":"nobody"}"#, gets: .refused(400, "FAILED_VALIDATION")),
        change(#"{"tfa_secret":"x"}"#, gets: invalidPayload),
        request("PATCH by nobody", "PATCH", "/users/me", [isJSON], body: Array("{}".utf8), gets: invalidCredentials),
        call("/server/setup", "{", gets: invalidPayload),
        // D25: without the token nobody learns even what a body should hold.
        call("/server/setup", "[]", gets: .refused(403, "FORBIDDEN")),
        call("/server/setup", "{}", gets: .refused(403, "FORBIDDEN")),
        call("/server/setup", #"{"token":5,"admin":7}"#, gets: .refused(403, "FORBIDDEN")),
    ]

    /// D25: what is no form shows no token, and whoever shows none is refused.
    static let forms: [MalformedRequest] =
        [
            "", "token", "token=%&email=%zz&password=%", "token" + String(repeating: "[a]", count: 20_000) + "=1",
            "token" + String(repeating: "[]", count: 20_000) + "=1", "token[9223372036854775807]=1", "token[-1]=1",
            "token[99999999999999999999]=1", "token[=1&[]=1&]=1&=1&&", "token=a&token=b&email=c&email=d&password=e",
            #"{"token":"x"}"#, "\u{0}\u{1}",
        ].map { body in
            request(
                "the form «\(body.prefix(40))»", "POST", "/admin/setup",
                ["Content-Type: application/x-www-form-urlencoded"],
                body: Array(body.utf8), gets: .status(403))
        } + [
            request(
                "a form of 100 KB", "POST", "/admin/setup", ["Content-Type: application/x-www-form-urlencoded"],
                body: Array("token=".utf8) + [UInt8](repeating: 0x61, count: 100_000), gets: .status(400)),
            request("a form of no text", "POST", "/admin/setup", body: [0xFF, 0xFE, 0x00], gets: .status(403)),
            request(
                "the set-up page with garbage for a token", "GET", "/admin/setup?token=%00%ff%zz", gets: .status(403)),
            request("the set-up page without a token", "GET", "/admin/setup", gets: .status(403)),
        ]

    private static func call(_ path: String, _ body: String, gets expectation: Expectation) -> MalformedRequest {
        request("\(path) with «\(body.prefix(60))»", "POST", path, [isJSON], body: Array(body.utf8), gets: expectation)
    }

    private static func change(_ body: String, gets expectation: Expectation) -> MalformedRequest {
        request(
            "PATCH /users/me with «\(body.prefix(60))»", "PATCH", "/users/me", [isJSON, isAdministrator],
            body: Array(body.utf8), gets: expectation)
    }
}
