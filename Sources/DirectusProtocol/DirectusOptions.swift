public import SallyportCore

/// What an operator chooses about Directus' door (Directus spec section 11).
public struct DirectusOptions: Sendable {
    /// A cookie's name and attributes (spec section 1.2).
    public struct Cookie: Sendable, Hashable {
        public var name: String
        public var domain: String?
        public var isSecure: Bool
        public var sameSite: SameSite

        public enum SameSite: String, Sendable, CaseIterable {
            case lax, strict, none
        }

        public init(name: String, domain: String? = nil, isSecure: Bool = false, sameSite: SameSite = .lax) {
            self.name = name
            self.domain = domain
            self.isSecure = isSecure
            self.sameSite = sameSite
        }
    }

    /// `CORS_*` (spec section 3.3); `nil` in ``DirectusOptions/cors`` when it is off.
    public struct CORS: Sendable, Hashable {
        public enum Origin: Sendable, Hashable {
            /// No header, although CORS is on.
            case none
            /// Whoever asks, named.
            case any
            /// Whoever asks, as `*`, which browsers take for requests without credentials only.
            case wildcard
            case listed([String])
        }

        public var origin: Origin
        public var methods: String
        public var allowedHeaders: String
        public var exposedHeaders: String
        public var allowsCredentials: Bool
        public var maximumAge: Int

        public init(
            origin: Origin, methods: String = "GET,POST,PATCH,DELETE",
            allowedHeaders: String = "Content-Type,Authorization", exposedHeaders: String = "Content-Range",
            allowsCredentials: Bool = true, maximumAge: Int = 18_000
        ) {
            self.origin = origin
            self.methods = methods
            self.allowedHeaders = allowedHeaders
            self.exposedHeaders = exposedHeaders
            self.allowsCredentials = allowsCredentials
            self.maximumAge = maximumAge
        }
    }

    /// A provider as `GET /auth` lists it (spec section 1.1).
    public struct Provider: Sendable, Hashable {
        public var name: String
        public var driver: String
        public var label: String?
        public var icon: String?

        public init(name: String, driver: String, label: String? = nil, icon: String? = nil) {
            self.name = name
            self.driver = driver
            self.label = label
            self.icon = icon
        }
    }

    public var sessions: SessionSettings
    public var refreshCookie: Cookie
    public var sessionCookie: Cookie
    public var providers: [Provider]
    /// `AUTH_DISABLE_DEFAULT`
    public var disablesDefault: Bool
    public var cors: CORS?
    /// `RATE_LIMITER_*`, by address.
    public var rateLimit: RateLimiter.Limit?
    /// `RATE_LIMITER_GLOBAL_*`, for all together.
    public var globalRateLimit: RateLimiter.Limit?
    public var proxyTrust: ProxyTrust
    /// `IP_CUSTOM_HEADER`: a header that holds the client's address.
    public var addressHeader: String?
    /// `MAX_PAYLOAD_SIZE`, in bytes.
    public var maximumPayload: Int
    /// `HSTS_*`: the value of `Strict-Transport-Security`.
    public var strictTransportSecurity: String?
    /// `PUBLIC_URL`
    public var publicURL: String
    /// Where `/` leads (`ROOT_REDIRECT`); `nil`: nowhere.
    public var rootRedirect: String?
    /// `LOGIN_STALL_TIME`: how long a sign-in takes at least, for those who want the original's stall (D20).
    public var signInStall: Duration = .zero

    public init(
        sessions: SessionSettings = SessionSettings(),
        refreshCookie: Cookie = Cookie(name: "directus_refresh_token"),
        sessionCookie: Cookie = Cookie(name: "directus_session_token"), providers: [Provider] = [],
        disablesDefault: Bool = false, cors: CORS? = nil, rateLimit: RateLimiter.Limit? = nil,
        globalRateLimit: RateLimiter.Limit? = nil, proxyTrust: ProxyTrust = .nobody, addressHeader: String? = nil,
        maximumPayload: Int = 1 << 20, strictTransportSecurity: String? = nil, publicURL: String = "/",
        rootRedirect: String? = nil
    ) {
        self.sessions = sessions
        self.refreshCookie = refreshCookie
        self.sessionCookie = sessionCookie
        self.providers = providers
        self.disablesDefault = disablesDefault
        self.cors = cors
        self.rateLimit = rateLimit
        self.globalRateLimit = globalRateLimit
        self.proxyTrust = proxyTrust
        self.addressHeader = addressHeader
        self.maximumPayload = maximumPayload
        self.strictTransportSecurity = strictTransportSecurity
        self.publicURL = publicURL
        self.rootRedirect = rootRedirect
    }
}
