import SallyportCore
import SallyportServer
import Testing

/// All problems at once, each with its name and its cure, never with the value (design section 8).
@Suite("What a configuration gets wrong")
struct ConfigurationProblemTests {
    @Test("everything that is wrong is told at once, by name, and no value is shown")
    func allAtOnce() throws {
        let wrong = [
            "SECRET": "hidden-short", "ADMIN_EMAIL": "hidden-address", "ADMIN_PASSWORD": "hidden-password",
            "ADMIN_TOKEN": "hidden-" + String(repeating: "t", count: 300), "PORT": "hidden-port",
            "PUBLIC_URL": "hidden-host/path", "DB_CLIENT": "hidden-engine", "ACCESS_TOKEN_TTL": "900",
            "REFRESH_TOKEN_TTL": "7hidden", "SESSION_COOKIE_TTL": "hidden", "SESSION_REFRESH_GRACE_PERIOD": "-1s",
            "SESSION_ABSOLUTE_TTL": "1ms", "REFRESH_TOKEN_REUSE": "hidden-reuse", "HASH_MEMORY_COST": "hidden",
            "HASH_TIME_COST": "0", "HASH_PARALLELISM": "4", "HASH_TYPE": "1", "HASH_VERSION": "16",
            "HASH_THREADS": "0", "LOG_LEVEL": "hidden-level", "REFRESH_TOKEN_COOKIE_NAME": "hidden name",
            "REFRESH_TOKEN_COOKIE_SECURE": "hidden", "SESSION_COOKIE_SAME_SITE": "hidden",
            "SESSION_COOKIE_DOMAIN": "hidden; Path=/", "AUTH_PROVIDERS": "corporate",
            "AUTH_CORPORATE_DRIVER": "hidden-driver", "AUTH_DISABLE_DEFAULT": "hidden", "CORS_ENABLED": "true",
            "CORS_CREDENTIALS": "hidden", "CORS_MAX_AGE": "-1", "RATE_LIMITER_GLOBAL_ENABLED": "true",
            "RATE_LIMITER_GLOBAL_POINTS": "hidden", "IP_TRUST_PROXY": "hidden-proxy",
            "IP_CUSTOM_HEADER": "hidden header",
            "MAX_PAYLOAD_SIZE": "hidden", "HSTS_ENABLED": "true", "HSTS_MAX_AGE": "hidden",
            "LOGIN_STALL_TIME": "hidden",
        ]
        let right: Set = ["AUTH_PROVIDERS", "CORS_ENABLED", "HSTS_ENABLED", "ADMIN_PASSWORD"]
        let problems = try #require(throws: ConfigurationProblems.self) { try ServerConfiguration(environment: wrong) }
        #expect(Set(problems.problems.map(\.name)) == Set(wrong.keys).subtracting(right))
        #expect(!problems.description.contains("hidden"))
        #expect(!problems.description.contains("tttt"))
        for problem in problems.problems {
            #expect(problems.description.contains(problem.description))
            #expect(problem.description.hasPrefix(problem.name + ": "))
            #expect(!problem.problem.isEmpty)
            #expect(!problem.cure.isEmpty)
        }
    }

    @Test(
        "each problem is told once",
        arguments: [
            ["SECRET": "ThisSecretIsLongEnoughAndRandom+1234567890", "SECRET_FILE": "/dev/null"],
            ["SECRET_FILE": "/nowhere"],
            ["SESSION_COOKIE_SAME_SITE": "lax", "SESSION_COOKIE_SAME_SITE_FILE": "/dev/null"],
            ["IP_TRUST_PROXY_FILE": "/nowhere"], ["CORS_ENABLED": "true", "CORS_ORIGIN_FILE": "/nowhere"],
            ["IP_TRUST_PROXY": "127.0.0.1", "IP_TRUST_PROXY_FILE": "/dev/null"],
        ])
    func noRepetition(_ environment: [String: String]) {
        let names = problems(environment)
        #expect(names.count == Set(names).count)
        #expect(!names.isEmpty)
    }

    @Test(
        "attack 31: a secret that is empty, short, well known or repetitive is refused",
        arguments: [
            "", "x", "0123456789abcdef0123456789abcde", "6116487b-cda1-52c2-b5b5-c8022c45e263",
            "6116487B-CDA1-52C2-B5B5-C8022C45E263", "supersecret", "replace-with-random-value",
            "replace-with-secure-random-value", "255d861b-5ea1-5996-9aa3-922530ec40b1", "secret", "changeme",
            String(repeating: "a", count: 64), String(repeating: "abc", count: 20),
            String(repeating: "password", count: 8),
        ])
    func badSecret(_ secret: String) {
        #expect(problems(["SECRET": secret]) == ["SECRET"])
    }

    @Test(
        "a secret of 32 bytes is enough, whatever they are",
        arguments: ["0123456789abcdef0123456789abcdef", "Grüße aus Köln, 12 Äpfel, Ω!"])
    func goodSecret(_ secret: String) throws {
        #expect(try ServerConfiguration(environment: ["SECRET": secret]).secret?.reveal() == secret)
    }

    @Test(
        "D21: hashes have one lane of argon2id, and whoever asks for another is told",
        arguments: [
            ("HASH_PARALLELISM", "4"), ("HASH_PARALLELISM", "0"), ("HASH_TYPE", "0"), ("HASH_TYPE", "1"),
            ("HASH_TYPE", "argon2id"), ("HASH_HASH_LENGTH", "32"), ("HASH_VERSION", "19"),
            ("HASH_ASSOCIATED_DATA", "x"), ("HASH_MEMORY_COST", "7"), ("HASH_MEMORY_COST", "4194304"),
            ("HASH_TIME_COST", "4294967295"),
        ])
    func hash(_ name: String, value: String) {
        #expect(problems([name: value]) == [name])
    }

    @Test(
        "whoever names an administrator gives an address and a password",
        arguments: [
            (["ADMIN_EMAIL": "admin@example.com"], "ADMIN_PASSWORD"), (["ADMIN_PASSWORD": "x"], "ADMIN_EMAIL"),
            (["ADMIN_TOKEN": "x"], "ADMIN_EMAIL"),
            (["ADMIN_EMAIL": "admin", "ADMIN_PASSWORD": "x"], "ADMIN_EMAIL"),
        ])
    func administrator(_ environment: [String: String], missing: String) {
        #expect(problems(environment) == [missing])
    }

    @Test(
        "a public address is absolute, over http or https",
        arguments: [
            "auth.example.com", "/auth", "ftp://example.com", "https://", "https:///path", "https://example.com?x=1",
            "https://example.com/#x", "javascript:alert(1)", "//example.com",
        ])
    func publicURL(_ value: String) {
        #expect(problems(["PUBLIC_URL": value]) == ["PUBLIC_URL"])
    }

    @Test("a port is a number from 0 to 65535", arguments: ["-1", "65536", "http", "80a", "8.0", " 80"])
    func port(_ value: String) {
        #expect(problems(["PORT": value]) == ["PORT"])
    }

    private func problems(_ environment: [String: String]) -> [String] {
        do throws(ConfigurationProblems) {
            _ = try ServerConfiguration(environment: environment)
            return []
        } catch { return error.problems.map(\.name) }
    }
}
