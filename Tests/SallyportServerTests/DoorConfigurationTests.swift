import DirectusProtocol
import SallyportCore
import SallyportServer
import Testing

/// Proxies, CORS, limits, providers, HSTS (Directus spec sections 3.2 to 3.5 and 11).
@Suite("Configuring Directus' door")
struct DoorConfigurationTests {
    @Test(
        "IP_TRUST_PROXY has the forms that Express knows",
        arguments: [
            ("true", ProxyTrust.everybody), ("false", .nobody), ("0", .nobody), ("1", .hops(1)), ("3", .hops(3)),
            ("10.0.0.1", .networks(["10.0.0.1"])),
            ("10.0.0.0/8, 2001:db8::/32", .networks(["10.0.0.0/8", "2001:db8::/32"])),
            ("loopback", .networks(["127.0.0.0/8", "::1"])),
            ("linklocal,192.0.2.7", .networks(["169.254.0.0/16", "fe80::/10", "192.0.2.7"])),
            ("uniquelocal", .networks(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"])),
        ])
    func proxyTrust(_ text: String, expected: ProxyTrust) throws {
        #expect(try door(["IP_TRUST_PROXY": text]).proxyTrust == expected)
    }

    @Test(
        "what names no proxy is refused, and nobody is trusted by mistake",
        arguments: ["-1", "1.5", "10.0.0.0/33", "10.0.0.0/8,evil", "proxy.example.com", "*", "10.0.0.0/8/9"])
    func badProxyTrust(_ text: String) {
        #expect(problems(["IP_TRUST_PROXY": text]) == ["IP_TRUST_PROXY"])
    }

    @Test("IP_CUSTOM_HEADER names a header, or none", arguments: [("X-Real-IP", "X-Real-IP"), ("false", nil)])
    func addressHeader(_ text: String, expected: String?) throws {
        #expect(try door(["IP_CUSTOM_HEADER": text]).addressHeader == expected)
    }

    @Test(
        "CORS is off, or knows its origins",
        arguments: [
            (["CORS_ORIGIN": "true"], nil), (["CORS_ENABLED": "false", "CORS_ORIGIN": "true"], nil),
            (["CORS_ENABLED": "true"], DirectusOptions.CORS.Origin.none),
            (["CORS_ENABLED": "true", "CORS_ORIGIN": "false"], DirectusOptions.CORS.Origin.none),
            (["CORS_ENABLED": "true", "CORS_ORIGIN": "true"], .any),
            (["CORS_ENABLED": "true", "CORS_ORIGIN": "*"], .wildcard),
            (["CORS_ENABLED": "true", "CORS_ORIGIN": "https://a.example"], .listed(["https://a.example"])),
            (
                ["CORS_ENABLED": "true", "CORS_ORIGIN": "https://a.example, https://b.example"],
                .listed(["https://a.example", "https://b.example"])
            ),
        ])
    func corsOrigin(_ environment: [String: String], expected: DirectusOptions.CORS.Origin?) throws {
        #expect(try door(environment).cors?.origin == expected)
    }

    @Test("CORS says what Directus' says unless it is told otherwise")
    func corsDefaults() throws {
        let cors = try #require(try door(["CORS_ENABLED": "true", "CORS_ORIGIN": "true"]).cors)
        #expect(cors.methods == "GET,POST,PATCH,DELETE")
        #expect(cors.allowedHeaders == "Content-Type,Authorization")
        #expect(cors.exposedHeaders == "Content-Range")
        #expect(cors.allowsCredentials)
        #expect(cors.maximumAge == 18_000)
    }

    @Test("every variable of CORS does what its name says")
    func corsValues() throws {
        let cors = try #require(
            try door([
                "CORS_ENABLED": "true", "CORS_ORIGIN": "true", "CORS_METHODS": "GET", "CORS_ALLOWED_HEADERS": "X-One",
                "CORS_EXPOSED_HEADERS": "X-Two", "CORS_CREDENTIALS": "false", "CORS_MAX_AGE": "60",
            ]).cors)
        #expect(cors.methods == "GET")
        #expect(cors.allowedHeaders == "X-One")
        #expect(cors.exposedHeaders == "X-Two")
        #expect(!cors.allowsCredentials)
        #expect(cors.maximumAge == 60)
    }

    @Test("rate limits have Directus' defaults, and its plain seconds")
    func rateLimits() throws {
        let both = ["RATE_LIMITER_ENABLED": "true", "RATE_LIMITER_GLOBAL_ENABLED": "true"]
        let defaults = try door(both)
        #expect(defaults.rateLimit == RateLimiter.Limit(points: 50, window: .seconds(1)))
        #expect(defaults.globalRateLimit == RateLimiter.Limit(points: 1000, window: .seconds(1)))
        let own = try door(
            both.merging([
                "RATE_LIMITER_POINTS": "5", "RATE_LIMITER_DURATION": "60", "RATE_LIMITER_GLOBAL_POINTS": "100",
                "RATE_LIMITER_GLOBAL_DURATION": "30",
            ]) { $1 })
        #expect(own.rateLimit == RateLimiter.Limit(points: 5, window: .seconds(60)))
        #expect(own.globalRateLimit == RateLimiter.Limit(points: 100, window: .seconds(30)))
    }

    @Test("the global limit needs the limit by address")
    func globalLimitAlone() {
        #expect(problems(["RATE_LIMITER_GLOBAL_ENABLED": "true"]) == ["RATE_LIMITER_GLOBAL_ENABLED"])
    }

    @Test(
        "the global limit needs a higher rate than the limit by address",
        arguments: [("10", "1"), ("5", "1"), ("600", "60"), ("1199", "120")])
    func globalLimitTooLow(points: String, duration: String) {
        let environment = [
            "RATE_LIMITER_ENABLED": "true", "RATE_LIMITER_POINTS": "10", "RATE_LIMITER_DURATION": "1",
            "RATE_LIMITER_GLOBAL_ENABLED": "true", "RATE_LIMITER_GLOBAL_POINTS": points,
            "RATE_LIMITER_GLOBAL_DURATION": duration,
        ]
        #expect(problems(environment) == ["RATE_LIMITER_GLOBAL_POINTS"])
    }

    @Test("a provider counts once its driver is known; label and icon are optional")
    func providers() throws {
        let door = try door([
            "AUTH_PROVIDERS": "intern, forgotten,Extra", "AUTH_INTERN_DRIVER": "local", "AUTH_INTERN_LABEL": "Our own",
            "AUTH_INTERN_ICON": "house", "AUTH_EXTRA_DRIVER": "local", "AUTH_DISABLE_DEFAULT": "true",
        ])
        #expect(
            door.providers == [
                DirectusOptions.Provider(name: "intern", driver: "local", label: "Our own", icon: "house"),
                DirectusOptions.Provider(name: "Extra", driver: "local"),
            ])
        #expect(door.disablesDefault)
    }

    @Test(
        "HSTS is off, or says what helmet 8 says",
        arguments: [
            ([:], nil), (["HSTS_MAX_AGE": "60"], nil),
            (["HSTS_ENABLED": "true"], "max-age=31536000; includeSubDomains"),
            (["HSTS_ENABLED": "true", "HSTS_MAX_AGE": "60", "HSTS_INCLUDE_SUB_DOMAINS": "false"], "max-age=60"),
            (["HSTS_ENABLED": "true", "HSTS_PRELOAD": "true"], "max-age=31536000; includeSubDomains; preload"),
        ])
    func strictTransportSecurity(_ environment: [String: String], expected: String?) throws {
        #expect(try door(environment).strictTransportSecurity == expected)
    }

    @Test("LOGIN_STALL_TIME is a number of milliseconds")
    func stall() throws {
        #expect(try door(["LOGIN_STALL_TIME": "500"]).signInStall == .milliseconds(500))
    }

    private func door(_ environment: [String: String]) throws -> DirectusOptions {
        try ServerConfiguration(environment: environment).directus
    }

    private func problems(_ environment: [String: String]) -> [String] {
        do throws(ConfigurationProblems) {
            _ = try ServerConfiguration(environment: environment)
            return []
        } catch { return error.problems.map(\.name) }
    }
}

extension ProxyTrust {
    /// Proxies in networks, each written as an operator would.
    fileprivate static func networks(_ texts: [String]) -> Self {
        .networks(texts.compactMap { IPRange($0) })
    }
}
