public import SallyportCore

/// What an operator chooses about Directus' door (Directus spec section 11).
public struct DirectusOptions: Sendable {
    /// A cookie's name and attributes (spec section 1.2).
    public struct Cookie: Sendable, Hashable {
        /// `…_COOKIE_NAME`
        public var name: String
        /// `…_COOKIE_DOMAIN`; `nil`: the host alone.
        public var domain: String?
        /// `…_COOKIE_SECURE`: over https only (D11).
        public var isSecure: Bool
        /// `…_COOKIE_SAME_SITE`
        public var sameSite: SameSite

        /// Which requests of other sites bring the cookie (RFC 6265bis section 4.1.2.7).
        public enum SameSite: String, Sendable, CaseIterable {
            case lax, strict, none
        }

        /// A cookie with Directus' attributes unless said otherwise.
        public init(name: String, domain: String? = nil, isSecure: Bool = false, sameSite: SameSite = .lax) {
            self.name = name
            self.domain = domain
            self.isSecure = isSecure
            self.sameSite = sameSite
        }
    }

    /// `CORS_*` (spec section 3.3); `nil` in ``DirectusOptions/cors`` when it is off.
    public struct CORS: Sendable, Hashable {
        /// Which origins may read answers (`CORS_ORIGIN`).
        public enum Origin: Sendable, Hashable {
            /// No header, although CORS is on.
            case none
            /// Whoever asks, named.
            case any
            /// Whoever asks, as `*`, which browsers take for requests without credentials only.
            case wildcard
            case listed([String])
        }

        /// `CORS_ORIGIN`
        public var origin: Origin
        /// `CORS_METHODS`, as the header has them.
        public var methods: String
        /// `CORS_ALLOWED_HEADERS`, as the header has them.
        public var allowedHeaders: String
        /// `CORS_EXPOSED_HEADERS`, as the header has them; empty: no header.
        public var exposedHeaders: String
        /// `CORS_CREDENTIALS`
        public var allowsCredentials: Bool
        /// `CORS_MAX_AGE`: how many seconds a browser may remember a preflight.
        public var maximumAge: Int

        /// Directus' defaults for everything but the origin.
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
        /// The name in `AUTH_PROVIDERS`, and in the path.
        public var name: String
        /// `AUTH_<NAME>_DRIVER`
        public var driver: String
        /// `AUTH_<NAME>_LABEL`, for the button.
        public var label: String?
        /// `AUTH_<NAME>_ICON`, for the button.
        public var icon: String?

        /// A provider as `GET /auth` shows it.
        public init(name: String, driver: String, label: String? = nil, icon: String? = nil) {
            self.name = name
            self.driver = driver
            self.label = label
            self.icon = icon
        }
    }

    /// The lifetimes that cookies get.
    public var sessions: SessionSettings
    /// The cookie of mode cookie.
    public var refreshCookie: Cookie
    /// The cookie of mode session.
    public var sessionCookie: Cookie
    /// `AUTH_PROVIDERS`, in their order; the default one is never listed.
    public var providers: [Provider]
    /// `AUTH_DISABLE_DEFAULT`
    public var disablesDefault: Bool
    /// `CORS_*`; `nil` while it is off.
    public var cors: CORS?
    /// `RATE_LIMITER_*`, by address.
    public var rateLimit: RateLimiter.Limit?
    /// `RATE_LIMITER_GLOBAL_*`, for all together.
    public var globalRateLimit: RateLimiter.Limit?
    /// `RATE_LIMITER_REGISTRATION_*`, by address: on unless it is switched off.
    public var registrationRateLimit: RateLimiter.Limit? = RateLimiter.Limit(points: 5, window: .seconds(60))
    /// `IP_TRUST_PROXY`
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
    /// `OPENAPI_ENABLED`: whether `/server/specs/oas` describes what this door answers.
    public var isDescribed = true
    /// `LOGIN_STALL_TIME`: how long a sign-in takes at least, for those who want the original's stall (D20).
    public var signInStall: Duration = .zero
    /// `REGISTER_STALL_TIME`: the same for registrations (D20).
    public var registrationStall: Duration = .zero

    /// Directus' defaults for whatever is not given.
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

extension DirectusOptions.Cookie {
    /// The cookie that says that somebody has signed in with a browser before (design section 6).
    static let deviceName = "sallyport_device"

    /// That cookie, with this one's attributes.
    var forDevices: Self {
        var cookie = self
        cookie.name = Self.deviceName
        return cookie
    }
}
