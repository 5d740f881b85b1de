import DirectusProtocol
import HTTPTypes
import SallyportCore

extension ConfigurationReader {
    /// Directus' door (Directus spec section 11).
    mutating func directus(sessions: SessionSettings, publicURL: String) -> DirectusOptions {
        let isEncrypted = publicURL.hasPrefix("https:")
        var options = DirectusOptions(sessions: sessions, publicURL: publicURL)
        options.refreshCookie = cookie("REFRESH_TOKEN_COOKIE", "directus_refresh_token", isEncrypted: isEncrypted)
        options.sessionCookie = cookie("SESSION_COOKIE", "directus_session_token", isEncrypted: isEncrypted)
        if options.refreshCookie.name == options.sessionCookie.name {
            report("SESSION_COOKIE_NAME", "is the same as REFRESH_TOKEN_COOKIE_NAME", "Give the two different names")
        }
        options.providers = providers()
        options.disablesDefault = flag("AUTH_DISABLE_DEFAULT") ?? false
        options.cors = cors()
        options.rateLimit = rateLimit("RATE_LIMITER", points: 50)
        options.globalRateLimit = rateLimit("RATE_LIMITER_GLOBAL", points: 1000)
        checkRateLimits(options)
        options.registrationRateLimit = rateLimit(
            "RATE_LIMITER_REGISTRATION", points: 5, seconds: 60, isOn: true)
        options.proxyTrust = proxyTrust()
        options.addressHeader = addressHeader()
        options.maximumPayload = bytes("MAX_PAYLOAD_SIZE") ?? options.maximumPayload
        options.strictTransportSecurity = strictTransportSecurity()
        options.signInStall = .milliseconds(integer("LOGIN_STALL_TIME", in: 0...60_000) ?? 0)
        options.registrationStall = .milliseconds(integer("REGISTER_STALL_TIME", in: 0...60_000) ?? 0)
        options.isDescribed = flag("OPENAPI_ENABLED") ?? true
        options.rootRedirect = text("ROOT_REDIRECT") ?? "./admin"
        if options.rootRedirect == "false" { options.rootRedirect = nil }
        return options
    }

    private mutating func cookie(
        _ prefix: String, _ defaultName: String, isEncrypted: Bool
    ) -> DirectusOptions.Cookie {
        let name = text(prefix + "_NAME") ?? defaultName
        // RFC 6265 section 4.1.1: a cookie's name is a token, which is what a header's name is.
        if HTTPField.Name(name) == nil {
            report(prefix + "_NAME", "is no name of a cookie", "Use letters, digits, «_» and «-»")
        }
        let domain = text(prefix + "_DOMAIN")
        if let domain, domain.contains(where: { ";, \t\r\n".contains($0) }) {
            report(prefix + "_DOMAIN", "is no domain", "Write it as example.com")
        }
        return DirectusOptions.Cookie(
            name: name, domain: domain, isSecure: flag(prefix + "_SECURE") ?? isEncrypted,
            sameSite: sameSite(prefix + "_SAME_SITE"))
    }

    /// Directus falls back to strict when the value is empty, and to lax without one.
    private mutating func sameSite(_ name: String) -> DirectusOptions.Cookie.SameSite {
        guard text(name) != nil else { return isGiven(name) ? .strict : .lax }
        return word(name, DirectusOptions.Cookie.SameSite.self) ?? .lax
    }

    private mutating func providers() -> [DirectusOptions.Provider] {
        list("AUTH_PROVIDERS").compactMap { name in
            let prefix = "AUTH_\(name.uppercased())"
            guard let driver = text(prefix + "_DRIVER") else { return nil }
            if driver != "local" {
                report(
                    prefix + "_DRIVER", "is none that this version knows",
                    "Write local, or take it out of AUTH_PROVIDERS")
            }
            return DirectusOptions.Provider(
                name: name, driver: driver, label: text(prefix + "_LABEL"), icon: text(prefix + "_ICON"))
        }
    }

    private mutating func cors() -> DirectusOptions.CORS? {
        guard flag("CORS_ENABLED") ?? false else { return nil }
        let origin: DirectusOptions.CORS.Origin =
            switch text("CORS_ORIGIN") {
            case nil, "false": .none
            case "true": .any
            case "*": .wildcard
            default: .listed(list("CORS_ORIGIN"))
            }
        var cors = DirectusOptions.CORS(origin: origin)
        cors.methods = text("CORS_METHODS") ?? cors.methods
        cors.allowedHeaders = text("CORS_ALLOWED_HEADERS") ?? cors.allowedHeaders
        cors.exposedHeaders = text("CORS_EXPOSED_HEADERS") ?? cors.exposedHeaders
        cors.allowsCredentials = flag("CORS_CREDENTIALS") ?? cors.allowsCredentials
        cors.maximumAge = integer("CORS_MAX_AGE", in: 0...31_536_000) ?? cors.maximumAge
        return cors
    }

    /// Directus' durations of limits are plain seconds.
    mutating func rateLimit(
        _ prefix: String, points defaultPoints: Int, seconds: Int64 = 1, isOn: Bool = false
    ) -> RateLimiter.Limit? {
        guard flag(prefix + "_ENABLED") ?? isOn else { return nil }
        return RateLimiter.Limit(
            points: integer(prefix + "_POINTS", in: 1...1_000_000_000) ?? defaultPoints,
            window: .seconds(integer(prefix + "_DURATION", in: 1...31_536_000) ?? Int(seconds)))
    }

    /// Spec section 3.4: the global limit needs the other one, and must be the higher of the two.
    private mutating func checkRateLimits(_ options: DirectusOptions) {
        guard let global = options.globalRateLimit else { return }
        guard let limit = options.rateLimit else {
            report("RATE_LIMITER_GLOBAL_ENABLED", "needs RATE_LIMITER_ENABLED too", "Set both to true")
            return
        }
        if global.points * Int(limit.window.wholeSeconds) <= limit.points * Int(global.window.wholeSeconds) {
            report(
                "RATE_LIMITER_GLOBAL_POINTS", "allows no more than RATE_LIMITER_POINTS allows one address",
                "Raise it, or lower RATE_LIMITER_POINTS")
        }
    }

    private mutating func proxyTrust() -> ProxyTrust {
        guard let text = text("IP_TRUST_PROXY") else { return .nobody }
        if text == "true" { return .everybody }
        if text == "false" { return .nobody }
        if let hops = Int(text), hops >= 0 { return hops == 0 ? .nobody : .hops(hops) }
        // Express' names for networks.
        let names = [
            "loopback": ["127.0.0.0/8", "::1"], "linklocal": ["169.254.0.0/16", "fe80::/10"],
            "uniquelocal": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
        ]
        let entries = list("IP_TRUST_PROXY").flatMap { names[$0] ?? [$0] }
        let networks = entries.compactMap { IPRange($0) }
        if networks.count != entries.count {
            report(
                "IP_TRUST_PROXY", "holds something that is no address and no network",
                "Write true, false, a number of proxies, or addresses and CIDR blocks separated by commas")
        }
        return .networks(networks)
    }

    private mutating func addressHeader() -> String? {
        guard let name = text("IP_CUSTOM_HEADER"), name != "false" else { return nil }
        if HTTPField.Name(name) == nil { report("IP_CUSTOM_HEADER", "is no name of a header", "Write it as X-Real-IP") }
        return name
    }

    /// Defaults: helmet 8.
    private mutating func strictTransportSecurity() -> String? {
        guard flag("HSTS_ENABLED") ?? false else { return nil }
        var value = "max-age=\(integer("HSTS_MAX_AGE", in: 0...3_153_600_000) ?? 31_536_000)"
        if flag("HSTS_INCLUDE_SUB_DOMAINS") ?? true { value += "; includeSubDomains" }
        if flag("HSTS_PRELOAD") ?? false { value += "; preload" }
        return value
    }
}
