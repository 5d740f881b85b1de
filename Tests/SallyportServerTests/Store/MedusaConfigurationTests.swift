import SallyportCore
import SallyportServer
import Testing

/// `MEDUSA_*`, `STORE_CORS`, `JWT_SECRET` and `COOKIE_SECRET` (medusa.md A1.1, A1.2).
@Suite("Configuring the store's door")
struct MedusaConfigurationTests {
    private static let on = ["MEDUSA_ENABLED": "true", "MEDUSA_PASSWORD_RESET_URL": "https://shop.example.com/reset"]

    private static let same = "a secret that is given twice, which is no good"

    private func problems(_ environment: [String: String]) -> [String] {
        do throws(ConfigurationProblems) {
            _ = try ServerConfiguration(environment: environment)
            return []
        } catch { return error.problems.map(\.name) }
    }

    @Test("it is off by default, and what is said of it then is not looked at")
    func off() throws {
        #expect(try ServerConfiguration(environment: [:]).medusa == nil)
        #expect(try ServerConfiguration(environment: ["STORE_CORS": "/[/", "JWT_SECRET": "supersecret"]).medusa == nil)
    }

    @Test(
        "what is wrong is told by its name, all at once",
        arguments: [
            (["MEDUSA_ENABLED": "true"], ["MEDUSA_PASSWORD_RESET_URL"]),
            (["MEDUSA_ENABLED": "yes please"], ["MEDUSA_ENABLED"]),
            (on.merging(["MEDUSA_PASSWORD_RESET_URL": "/reset"]) { $1 }, ["MEDUSA_PASSWORD_RESET_URL"]),
            (
                on.merging(["JWT_SECRET": "supersecret", "COOKIE_SECRET": "short"]) { $1 },
                ["JWT_SECRET", "COOKIE_SECRET"]
            ),
            (on.merging(["STORE_CORS": "https://a.example,/[/"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["STORE_CORS": "*"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["STORE_CORS": "https://a.example, https://b.example"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["STORE_CORS": "https://a.example/"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["STORE_CORS": "shop.example"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["STORE_CORS": "https://*.example.com"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["STORE_CORS": "https://a.example:443"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["STORE_CORS": "null"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["STORE_CORS": "/a/x"]) { $1 }, ["STORE_CORS"]),
            (on.merging(["SECRET": same, "JWT_SECRET": same]) { $1 }, ["JWT_SECRET"]),
            (on.merging(["SECRET": same, "COOKIE_SECRET": same]) { $1 }, ["COOKIE_SECRET"]),
            (on.merging(["MEDUSA_EXISTS": "maybe"]) { $1 }, ["MEDUSA_EXISTS"]),
        ] as [([String: String], [String])])
    func problems(environment: [String: String], names: [String]) {
        #expect(Set(problems(environment)) == Set(names))
    }

    @Test(
        "what is set to no effect is warned of",
        arguments: [
            (["STORE_CORS": "https://a.example"], "MEDUSA_ENABLED"), (["MEDUSA_ENABLE": "1"], "MEDUSA_ENABLED"),
            (on, "STORE_CORS"),
        ] as [([String: String], String)])
    func warnings(environment: [String: String], name: String) throws {
        let warnings = try ServerConfiguration(environment: environment).warnings
        #expect(warnings.contains { $0.contains(name) }, "\(warnings)")
        #expect(try !ServerConfiguration(environment: [:]).warnings.contains { $0.contains(name) })
    }

    @Test("a secret is given as a file, too, and is in no description")
    func secrets() throws {
        let secret = "a secret of the store's own, long enough"
        let medusa = try #require(
            try ServerConfiguration(environment: Self.on.merging(["JWT_SECRET": secret]) { $1 }).medusa)
        #expect(medusa.store.tokenSecret?.reveal() == secret)
        #expect(!"\(medusa)".contains(secret))
    }
}
