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

    /// The door with Medusa's defaults.
    public init(cors: StoreCORS = StoreCORS(""), isSecure: Bool = false, tellsWhoExists: Bool = true) {
        self.cors = cors
        self.isSecure = isSecure
        self.tellsWhoExists = tellsWhoExists
    }
}
