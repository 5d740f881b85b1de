import SallyportCore

/// `Set-Cookie` by hand (RFC 6265 section 4.1), in the original's order of attributes: Hummingbird's own type asserts on
/// `SameSite=None` without `Secure`, which an operator may have set.
enum SetCookie {
    /// A cookie that lives for that long.
    static func text(
        _ cookie: DirectusOptions.Cookie, value: Secret<String>, lifetime: Duration, at now: Timestamp
    ) -> String {
        text(cookie, value: value.reveal(), lifetime: lifetime, expires: now + lifetime)
    }

    /// Makes a browser forget the cookie (D10).
    static func clearing(_ cookie: DirectusOptions.Cookie) -> String {
        text(cookie, value: "", lifetime: .zero, expires: Timestamp(milliseconds: 0))
    }

    private static func text(
        _ cookie: DirectusOptions.Cookie, value: String, lifetime: Duration, expires: Timestamp
    ) -> String {
        var text = "\(cookie.name)=\(value); Max-Age=\(lifetime.wholeSeconds)"
        if let domain = cookie.domain { text += "; Domain=\(domain)" }
        text += "; Path=/; Expires=\(expires.httpDate); HttpOnly"
        if cookie.isSecure { text += "; Secure" }
        switch cookie.sameSite {
        case .lax: text += "; SameSite=Lax"
        case .strict: text += "; SameSite=Strict"
        case .none: text += "; SameSite=None"
        }
        return text
    }
}
