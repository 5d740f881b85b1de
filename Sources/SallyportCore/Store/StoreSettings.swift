/// What an operator chooses about the store's customers.
public struct StoreSettings: Sendable {
    /// `JWT_SECRET`, signs customers' tokens; `nil`: a random key of this installation does.
    public var tokenSecret: Secret<String>?
    /// `COOKIE_SECRET`, signs customers' cookies; `nil`: a random key of this installation does.
    public var cookieSecret: Secret<String>?

    /// Keys of this installation's own, unless some are given.
    public init(tokenSecret: Secret<String>? = nil, cookieSecret: Secret<String>? = nil) {
        self.tokenSecret = tokenSecret
        self.cookieSecret = cookieSecret
    }
}
