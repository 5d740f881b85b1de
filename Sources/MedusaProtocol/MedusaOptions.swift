public import SallyportCore

/// What an operator chooses about Medusa's door.
public struct MedusaOptions: Sendable {
    /// `STORE_CORS`: which origins may read answers.
    public var cors: StoreCORS
    /// Whether cookies go over https only: whenever `PUBLIC_URL` is https.
    public var isSecure: Bool
    /// `MEDUSA_EXISTS`: whether anybody is told that an address has an account (M6).
    public var tellsWhoExists: Bool
    /// How often one network may ask for that.
    public var existsLimit = RateLimiter.Limit(points: 30, window: .seconds(60))
    /// `RATE_LIMITER_REGISTRATION_*`, by address; `nil` while it is off.
    public var registrationLimit: RateLimiter.Limit?

    /// `RATE_LIMITER_*`, by address, and `RATE_LIMITER_GLOBAL_*`: the limits of all doors together.
    public var rateLimit: RateLimiter.Limit?
    /// For all together.
    public var globalRateLimit: RateLimiter.Limit?
    /// `HSTS_*`: the value of `Strict-Transport-Security`.
    public var strictTransportSecurity: String?
    /// How often a customer, or a network, may change what he signs in with: each is a mail, and tells whose an address is.
    public var changeLimit = RateLimiter.Limit(points: 5, window: .seconds(60))

    /// The door with Medusa's defaults.
    public init(cors: StoreCORS = StoreCORS(""), isSecure: Bool = false, tellsWhoExists: Bool = true) {
        self.cors = cors
        self.isSecure = isSecure
        self.tellsWhoExists = tellsWhoExists
    }
}
