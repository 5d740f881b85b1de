import Testing

/// A server of the recordings, by the recordings' own name, and how it is configured anew.
enum Configuration: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case standard = "default"
    case providers = "providers-configured"
    case defaultDisabled = "default-disabled"
    case customCookies = "custom-cookies-cors-stall0"
    case rateLimited = "rate-limited"
    case registrationLimit = "registration-limiter-default"
    case mailServerDown = "smtp-unreachable"
    case parallelSignIns = "login-attempts-25-parallel"

    var testDescription: String { rawValue }

    /// Signs access tokens here, forged ones too. Of no other use anywhere.
    static let secret = "wire-fixture: signs recorded tests, opens nothing"

    /// The settings that `recordings/README.md` and the recorded answers imply.
    var environment: [String: String] {
        ["SECRET": Self.secret].merging(settings) { _, own in own }
    }

    private var settings: [String: String] {
        switch self {
        case .standard:
            [
                "RATE_LIMITER_REGISTRATION_ENABLED": "false",
                "PASSWORD_RESET_URL_ALLOW_LIST": "http://127.0.0.1:9000/reset",
                "USER_INVITE_URL_ALLOW_LIST": "http://127.0.0.1:9000/invite",
                "USER_REGISTER_URL_ALLOW_LIST": "http://127.0.0.1:9000/verify",
            ]
        case .parallelSignIns, .registrationLimit: [:]
        // Nobody listens at port 1.
        case .mailServerDown:
            ["EMAIL_TRANSPORT": "smtp", "EMAIL_SMTP_HOST": "127.0.0.1", "EMAIL_SMTP_PORT": "1"]
        // GitHub is left out until we know its driver; what needs it is pending.
        case .providers: ["AUTH_PROVIDERS": "intern", "AUTH_INTERN_DRIVER": "local"]
        case .defaultDisabled:
            ["AUTH_PROVIDERS": "intern", "AUTH_INTERN_DRIVER": "local", "AUTH_DISABLE_DEFAULT": "true"]
        case .customCookies:
            [
                "ACCESS_TOKEN_TTL": "10s", "REFRESH_TOKEN_TTL": "1m", "SESSION_COOKIE_TTL": "20s",
                "REFRESH_TOKEN_COOKIE_NAME": "my_refresh", "REFRESH_TOKEN_COOKIE_DOMAIN": "example.com",
                "REFRESH_TOKEN_COOKIE_SECURE": "true", "REFRESH_TOKEN_COOKIE_SAME_SITE": "none",
                "SESSION_COOKIE_NAME": "my_session", "SESSION_COOKIE_DOMAIN": "example.com",
                "SESSION_COOKIE_SECURE": "true", "SESSION_COOKIE_SAME_SITE": "strict",
                "CORS_ENABLED": "true", "CORS_ORIGIN": "true", "LOGIN_STALL_TIME": "0",
            ]
        case .rateLimited:
            ["RATE_LIMITER_ENABLED": "true", "RATE_LIMITER_POINTS": "3", "RATE_LIMITER_DURATION": "20"]
        }
    }

    var refreshCookie: String { self == .customCookies ? "my_refresh" : "directus_refresh_token" }
    var sessionCookie: String { self == .customCookies ? "my_session" : "directus_session_token" }

    /// What is sent at once.
    var together: [Together] {
        switch self {
        case .standard: [Together(["refresh/json-race-0", "refresh/json-race-1"])]
        // Forty were sent, some are left out of our copy.
        case .parallelSignIns: [Together(Self.parallelSignInNames, besides: 40 - Self.parallelSignInNames.count)]
        case .providers, .defaultDisabled, .customCookies, .rateLimited, .registrationLimit, .mailServerDown: []
        }
    }

    static let parallelSignInNames = [
        "07", "08", "10", "11", "12", "13", "15", "18", "17", "20", "21", "24",
        "22", "19", "26", "27", "29", "28", "30", "36", "35", "40", "39",
    ].map { "suspendrace/correct-login-\($0)-of-40-in-parallel" }

    /// How the cases get the state and the tokens that they need.
    var preparations: [String: Preparation] {
        switch self {
        case .standard: Preparations.standard
        case .customCookies: Preparations.customCookies
        case .rateLimited: Preparations.rateLimited
        case .parallelSignIns: Preparations.parallelSignIns
        case .registrationLimit: Preparations.registrationLimit
        case .mailServerDown: Preparations.mailServerDown
        case .providers, .defaultDisabled: [:]
        }
    }
}

/// Cases whose requests are under way at the same time.
struct Together: Sendable {
    let names: [String]
    /// As many requests more, which our copy of the recordings lacks: they must get the first one's answer.
    let besides: Int

    init(_ names: [String], besides: Int = 0) {
        self.names = names
        self.besides = besides
    }
}
