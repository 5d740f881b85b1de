import DirectusProtocol
import SallyportServer
import Testing

/// Cookies: Directus spec section 1.2, D11, and what RFC 6265bis lets a browser keep.
@Suite("Configuring the cookies")
struct CookieConfigurationTests {
    @Test("without any variable they have Directus' names, and are lax and host-only")
    func defaults() throws {
        let door = try ServerConfiguration(environment: [:]).directus
        #expect(door.refreshCookie == DirectusOptions.Cookie(name: "directus_refresh_token"))
        #expect(door.sessionCookie == DirectusOptions.Cookie(name: "directus_session_token"))
        #expect(door.refreshCookie.sameSite == .lax)
        #expect(door.refreshCookie.domain == nil)
    }

    @Test("every variable of a cookie does what its name says", arguments: ["REFRESH_TOKEN_COOKIE", "SESSION_COOKIE"])
    func values(_ prefix: String) throws {
        let door = try ServerConfiguration(environment: [
            "PUBLIC_URL": "https://auth.example.com", prefix + "_NAME": "mine", prefix + "_DOMAIN": "example.com",
            prefix + "_SECURE": "true", prefix + "_SAME_SITE": "None",
        ]).directus
        let cookie = prefix == "SESSION_COOKIE" ? door.sessionCookie : door.refreshCookie
        #expect(
            cookie == DirectusOptions.Cookie(name: "mine", domain: "example.com", isSecure: true, sameSite: .none))
    }

    @Test("SameSite is lax without a value, and strict with an empty one", arguments: [(nil, "lax"), ("", "strict")])
    func sameSite(_ value: String?, expected: String) throws {
        let door = try ServerConfiguration(environment: ["SESSION_COOKIE_SAME_SITE": value].compacted).directus
        #expect(door.sessionCookie.sameSite.rawValue == expected)
    }

    @Test(
        "D11: cookies are Secure whenever PUBLIC_URL is https, unless it is said otherwise",
        arguments: [
            ("https://auth.example.com", nil, true), ("http://auth.example.com", nil, false), (nil, nil, false),
            ("https://auth.example.com", "false", false), ("http://localhost:8055", "true", true),
        ])
    func secure(url: String?, value: String?, expected: Bool) throws {
        let door = try ServerConfiguration(
            environment: [
                "PUBLIC_URL": url, "REFRESH_TOKEN_COOKIE_SECURE": value, "SESSION_COOKIE_SECURE": value,
            ].compacted
        ).directus
        #expect(door.refreshCookie.isSecure == expected)
        #expect(door.sessionCookie.isSecure == expected)
    }

    @Test(
        "D11: a cookie that a browser will drop is told at start-up, by its name",
        arguments: [
            // Secure over plain http.
            ["PUBLIC_URL": "http://auth.example.com", "SESSION_COOKIE_SECURE": "true"],
            ["PUBLIC_URL": "http://localhost.example.com", "SESSION_COOKIE_SECURE": "true"],
            // RFC 6265bis section 5.7: SameSite=None needs Secure.
            ["PUBLIC_URL": "http://auth.example.com", "SESSION_COOKIE_SAME_SITE": "none"],
            [
                "PUBLIC_URL": "https://auth.example.com", "SESSION_COOKIE_SAME_SITE": "none",
                "SESSION_COOKIE_SECURE": "false",
            ],
            // Section 4.1.3: __Secure- needs Secure, __Host- needs Secure and no Domain.
            ["PUBLIC_URL": "http://localhost:8055", "SESSION_COOKIE_NAME": "__Secure-directus_session_token"],
            ["PUBLIC_URL": "http://localhost:8055", "SESSION_COOKIE_NAME": "__Host-directus_session_token"],
            [
                "PUBLIC_URL": "https://example.com", "SESSION_COOKIE_NAME": "__Host-directus_session_token",
                "SESSION_COOKIE_DOMAIN": "example.com",
            ],
            // Section 5.7: the host must lie in the domain.
            ["PUBLIC_URL": "https://auth.example.com", "SESSION_COOKIE_DOMAIN": "example.org"],
            ["PUBLIC_URL": "https://notexample.com", "SESSION_COOKIE_DOMAIN": "example.com"],
        ])
    func dropped(_ environment: [String: String]) throws {
        let configuration = try ServerConfiguration(environment: environment)
        let name = configuration.directus.sessionCookie.name
        #expect(configuration.warnings.count == 1)
        #expect(configuration.warnings.allSatisfy { $0.contains("drop") && $0.contains(name) })
    }

    @Test("a cookie that goes over unencrypted connections although it need not is told, too")
    func unencrypted() throws {
        let configuration = try ServerConfiguration(environment: [
            "PUBLIC_URL": "https://auth.example.com", "REFRESH_TOKEN_COOKIE_SECURE": "false",
        ])
        #expect(configuration.warnings.count == 1)
        #expect(configuration.warnings.allSatisfy { $0.contains("directus_refresh_token") })
    }

    @Test(
        "nobody is warned of cookies that a browser keeps",
        arguments: [
            ["PUBLIC_URL": "http://auth.example.com"], ["PUBLIC_URL": "https://auth.example.com"],
            ["PUBLIC_URL": "http://localhost:8055", "SESSION_COOKIE_SECURE": "true"],
            ["PUBLIC_URL": "https://auth.example.com", "SESSION_COOKIE_DOMAIN": "example.com"],
            ["PUBLIC_URL": "https://example.com", "SESSION_COOKIE_DOMAIN": ".Example.com"],
            ["PUBLIC_URL": "https://example.com", "SESSION_COOKIE_SAME_SITE": "none"],
            ["PUBLIC_URL": "https://example.com", "SESSION_COOKIE_NAME": "__Host-directus_session_token"],
        ])
    func kept(_ environment: [String: String]) throws {
        #expect(try ServerConfiguration(environment: environment).warnings.isEmpty)
    }

    @Test("hashes that are cheaper than OWASP asks for are told")
    func cheapHash() throws {
        let configuration = try ServerConfiguration(environment: ["HASH_MEMORY_COST": "64", "HASH_TIME_COST": "1"])
        #expect(configuration.warnings.count == 1)
        #expect(configuration.warnings.allSatisfy { $0.contains("HASH_MEMORY_COST") })
    }

    @Test(
        "what no cookie may be called or given to is refused",
        arguments: [
            (["SESSION_COOKIE_NAME": "two words"], "SESSION_COOKIE_NAME"),
            (["SESSION_COOKIE_NAME": "a=b"], "SESSION_COOKIE_NAME"),
            (["REFRESH_TOKEN_COOKIE_NAME": "a;b"], "REFRESH_TOKEN_COOKIE_NAME"),
            (["REFRESH_TOKEN_COOKIE_NAME": "a\r\nSet-Cookie: b"], "REFRESH_TOKEN_COOKIE_NAME"),
            (["SESSION_COOKIE_DOMAIN": "example.com; Secure"], "SESSION_COOKIE_DOMAIN"),
            (["SESSION_COOKIE_DOMAIN": "example.com\r\nX: y"], "SESSION_COOKIE_DOMAIN"),
            (["SESSION_COOKIE_NAME": "directus_refresh_token"], "SESSION_COOKIE_NAME"),
        ])
    func refused(_ environment: [String: String], name: String) throws {
        let problems = try #require(throws: ConfigurationProblems.self) {
            try ServerConfiguration(environment: environment)
        }
        #expect(problems.problems.map(\.name) == [name])
    }
}
