/// Targets, queries, methods and credentials that lead nowhere (Directus spec sections 0.2, 3.1 and 3.2).
extension MalformedRequest {
    static let targets: [MalformedRequest] =
        [
            "/nowhere", "/auth/nowhere", "/auth/login/nobody", "/users/me/nowhere", "/%", "/%zz", "/%00", "/%ff%fe",
            "/*", "/**",
            "/:provider", "/{provider}", "/auth%2Flogin", "/auth/%6cogin%00", "/auth/../auth/login", "/auth/./login",
            "/%2e%2e/%2e%2e/etc/passwd", "/admin/../users/me", "/auth/login;x=1", "/\"><script>alert(1)</script>",
            "/" + String(repeating: "a/", count: 20_000), "/" + String(repeating: "%2f", count: 10_000),
            "/auth/login/%zz",
        ].map { target in
            request(
                "POST «\(target.prefix(60))»", "POST", target, ["Content-Type: application/json"],
                body: Array("{}".utf8), gets: notFound)
        } + [
            // More slashes than one change nothing: neither who is let in, nor what is asked of the body.
            request("slashes before a path", "GET", "///users/me", gets: invalidCredentials),
            request("slashes within a path", "GET", "/users//me", gets: invalidCredentials),
            request("slashes after a path", "GET", "/users/me//", gets: invalidCredentials),
            request("slashes around a sign-in", "POST", "//auth//login//", gets: invalidPayload),
            // RFC 9112 section 3.2.2: a server takes the absolute form, whosever name it bears.
            request("another's address as the target", "GET", "http://evil.example/users/me", gets: invalidCredentials),
            request("another's address and no path", "POST", "http://evil.example", gets: notFound),
            request("a target for a proxy", "CONNECT", "evil.example:443", gets: .status(404)),
            request("everything as the target", "OPTIONS", "*", gets: notFound),
        ]

    static let queries: [MalformedRequest] =
        [
            "access_token=garbage", "access_token=%", "access_token=%zz", "access_token=%ff%fe", "access_token=%00",
            "access_token[]=garbage", "access_token=a&access_token=b", "access%5Ftoken=garbage",
            "%61ccess_token=garbage",
            "access_token=" + String(repeating: "a", count: 60_000), "a=b&&&=&access_token=x",
            "access_token='%20OR%201=1--", String(repeating: "a[", count: 5000) + "=1&access_token=garbage",
        ].map { query in
            // "A bad token is always an error, even on endpoints open to the public."
            request("?\(query.prefix(60))", "GET", "/server/info?\(query)", gets: invalidCredentials)
        } + [
            request("?access_token=", "GET", "/users/me?access_token=", gets: invalidCredentials),
            request("?access_token", "GET", "/users/me?access_token", gets: invalidCredentials),
            request(
                "ten thousand ampersands", "GET", "/users/me?" + String(repeating: "&", count: 10_000),
                gets: invalidCredentials),
            request(
                "two ways of showing a token", "GET", "/server/ping?access_token=a", ["Authorization: Bearer a"],
                gets: invalidPayload),
            request("a fragment", "GET", "/users/me?#access_token=x", gets: invalidCredentials),
        ]

    static let methods: [MalformedRequest] =
        ["GET", "PUT", "DELETE", "PATCH", "TRACE", "SEARCH", "PROPFIND", "LINK"].map {
            request("\($0) on the sign-in", $0, "/auth/login", gets: notFound)
        }
        + ["PUT", "DELETE", "POST", "SEARCH"].map {
            request("\($0) on oneself", $0, "/users/me", gets: notFound)
        } + [
            request("HEAD on the sign-in", "HEAD", "/auth/login", gets: .status(404)),
            request("HEAD on nothing", "HEAD", "/nowhere", gets: .status(404)),
            request("HEAD on oneself", "HEAD", "/users/me", gets: .status(401)),
            request("OPTIONS on nothing", "OPTIONS", "/nowhere", gets: notFound),
            request(
                "a method to put in another's place", "POST", "/server/ping", ["X-HTTP-Method-Override: GET"],
                gets: notFound),
        ]

    static let credentials: [MalformedRequest] = {
        let fields = [
            "Authorization: Bearer", "Authorization: Bearer ", "Authorization: Bearer a b", "Authorization: Bearer  a",
            "Authorization: Basic YWRtaW46YWRtaW4=", "Authorization: ", "Authorization: garbage",
            "Authorization: Bearer garbage", "Authorization: bEaReR garbage", "Authorization: Bearer ....",
            "Authorization: Bearer a.b.c", "Authorization: Bearer é",
            "Authorization: Bearer a\r\nAuthorization: Bearer b",
            "Authorization: Bearer " + String(repeating: "a.", count: 20_000), "Cookie: ", "Cookie: ;;;=;=x;",
            "Cookie: directus_session_token", "Cookie: directus_session_token=", "Cookie: directus_session_token=\"",
            "Cookie: directus_session_token=\"\"", "Cookie: directus_session_token=garbage",
            "Cookie: directus_session_token=a; directus_session_token=b", "Cookie: directus_session_token=é",
            "Cookie: =directus_session_token=a", "Cookie: directus_refresh_token=garbage",
            "Cookie: " + String(repeating: "a=b; ", count: 10_000), "X-Forwarded-For: garbage",
            "X-Forwarded-For: , , ,", "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: ::1\r\nX-Real-IP: 127.0.0.1",
            "X-Forwarded-For: " + String(repeating: "1.2.3.4,", count: 5000), "Accept: \u{FE}",
        ]
        return fields.map { request("«\($0.prefix(60))»", "GET", "/users/me", [$0], gets: invalidCredentials) } + [
            // Directus spec section 3.2: a token with Directus' issuer that does not verify.
            request(
                "a token without a signature", "GET", "/users/me",
                ["Authorization: Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJkaXJlY3R1cyJ9."],
                gets: .refused(403, "INVALID_TOKEN"))
        ]
    }()
}
