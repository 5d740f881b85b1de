import HTTPTypes

/// The headers that protect a browser (Directus spec section 3.5), and those that security.md 3f.37 asks for beyond them.
enum SecurityHeaders {
    static let fixed: HTTPFields = [
        .contentSecurityPolicy: policy,
        .crossOriginOpenerPolicy: "same-origin-allow-popups",
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer",
    ]

    private static let policy = [
        "script-src 'self' 'unsafe-eval'", "worker-src 'self' blob:", "child-src 'self' blob:",
        "img-src 'self' data: blob: https://raw.githubusercontent.com https://avatars.githubusercontent.com",
        "media-src 'self'", "connect-src 'self' https://* wss://*", "default-src 'self'", "base-uri 'self'",
        "font-src 'self' https: data:", "form-action 'self'", "frame-ancestors 'self'", "object-src 'none'",
        "script-src-attr 'none'", "style-src 'self' https: 'unsafe-inline'",
    ].joined(separator: ";")
}

extension HTTPField.Name {
    static let crossOriginOpenerPolicy = constant("Cross-Origin-Opener-Policy")
    static let referrerPolicy = constant("Referrer-Policy")

    private static func constant(_ name: String) -> Self {
        guard let name = Self(name) else { preconditionFailure("\(name) is a token (RFC 9110 section 5.1)") }
        return name
    }
}
