/// How a client keeps its tokens (Directus spec section 1.2).
public enum TokenMode: String, Sendable, Hashable, CaseIterable {
    /// Both tokens in the body.
    case json
    /// The refresh token in a cookie, the access token in the body.
    case cookie
    /// One cookie: an access token that bears the refresh token.
    case session
}
