import DirectusProtocol
import Foundation
import SallyportCore
import SallyportServer
import TestSupport
import Testing

/// The forms of values: durations, sizes, flags, files (Directus spec sections 0.3 and 11).
@Suite("Forms of configured values")
struct ConfigurationValueTests {
    @Test(
        "a duration has a number and a unit",
        arguments: [
            ("1500ms", Duration.milliseconds(1500)), ("90s", .seconds(90)), ("90 s", .seconds(90)),
            ("15m", .seconds(900)),
            ("1h", .seconds(3600)), ("1.5h", .seconds(5400)), ("7d", .seconds(604_800)), ("7 days", .seconds(604_800)),
            ("2w", .seconds(1_209_600)), ("1y", .seconds(31_557_600)), ("10 Minutes", .seconds(600)),
        ])
    func duration(_ text: String, expected: Duration) throws {
        let configuration = try ServerConfiguration(environment: ["ACCESS_TOKEN_TTL": text])
        #expect(configuration.sessions.accessTokenLifetime == expected)
    }

    @Test(
        "a duration without a unit is refused, for Directus reads it as seconds here and milliseconds there",
        arguments: ["900", "0", "1.5", "9000000"])
    func bareDuration(_ text: String) throws {
        let problem = try #require(self.problems(["ACCESS_TOKEN_TTL": text]).first)
        #expect(problem.name == "ACCESS_TOKEN_TTL")
        #expect(problem.problem.contains("unit"))
    }

    @Test(
        "what is no duration, or one that lives less than a second, is refused",
        arguments: ["m", "-5m", "5 parsecs", "1..5m", "5m5", "1e3s", "∞d", "٥m", "0s", "999ms", "99999999999999y"])
    func notADuration(_ text: String) {
        #expect(problems(["REFRESH_TOKEN_TTL": text]).map(\.name) == ["REFRESH_TOKEN_TTL"])
    }

    @Test(
        "true and false have two forms each",
        arguments: [("true", true), ("TRUE", true), ("1", true), ("false", false), ("False", false), ("0", false)])
    func flag(_ text: String, expected: Bool) throws {
        #expect(
            try ServerConfiguration(environment: ["AUTH_DISABLE_DEFAULT": text]).directus.disablesDefault == expected)
    }

    @Test("any other word is neither", arguments: ["yes", "on", "2", "truee"])
    func notAFlag(_ text: String) {
        #expect(problems(["AUTH_DISABLE_DEFAULT": text]).map(\.name) == ["AUTH_DISABLE_DEFAULT"])
    }

    @Test(
        "a size has bytes, or a unit of 1024",
        arguments: [
            ("100", 100), ("1b", 1), ("512kb", 512 << 10), ("1mb", 1 << 20), ("2 MB", 2 << 20), ("1gb", 1 << 30),
        ])
    func size(_ text: String, expected: Int) throws {
        #expect(try ServerConfiguration(environment: ["MAX_PAYLOAD_SIZE": text]).directus.maximumPayload == expected)
    }

    @Test("what is no size is refused", arguments: ["0", "-1", "mb", "1tb", "9223372036854775807gb", "1 potato"])
    func notASize(_ text: String) {
        #expect(problems(["MAX_PAYLOAD_SIZE": text]).map(\.name) == ["MAX_PAYLOAD_SIZE"])
    }

    @Test(
        "an empty value counts as none",
        arguments: ["PORT", "ACCESS_TOKEN_TTL", "CORS_ENABLED", "LOG_LEVEL", "PUBLIC_URL"])
    func emptyValue(_ name: String) throws {
        #expect(try ServerConfiguration(environment: [name: ""]).port == 8055)
    }

    @Test(
        "<NAME>_FILE names a file that holds the value, whose last line break is none of it",
        arguments: ["", "\n", "\r\n"])
    func file(ending: String) throws {
        try withFile("  a value, with 32 bytes and more = #1  " + ending) { path in
            let configuration = try ServerConfiguration(environment: ["SECRET_FILE": path])
            #expect(configuration.secret?.reveal() == "  a value, with 32 bytes and more = #1  ")
        }
    }

    @Test("<NAME>_FILE works for any name, in .env too")
    func anyNameFromFile() throws {
        try withFile("4711\n") { path throws in
            #expect(try ServerConfiguration(environment: [:], file: "PORT_FILE=\(path)").port == 4711)
            #expect(problems(["LOG_LEVEL_FILE": path]).map(\.name) == ["LOG_LEVEL"])
        }
    }

    @Test("a value and a file for it are one too many")
    func both() throws {
        try withFile("hidden-in-the-file-0123456789-abcdef") { path in
            let problems = problems(["SECRET": "hidden-in-the-value-0123456789-abcdef", "SECRET_FILE": path])
            #expect(problems.map(\.name) == ["SECRET"])
            #expect(
                problems.allSatisfy { $0.description.contains("SECRET_FILE") && !$0.description.contains("hidden") })
        }
    }

    @Test(
        "a file that cannot be read is a problem, and its variable is named",
        arguments: ["/nowhere/at/all", "/", "/bin/ls"])
    func unreadableFile(_ path: String) {
        #expect(problems(["ADMIN_EMAIL_FILE": path]).map(\.name) == ["ADMIN_EMAIL_FILE"])
    }

    @Test("an empty file is no secret")
    func emptyFile() throws {
        try withFile("\n") { path in #expect(problems(["SECRET_FILE": path]).map(\.name) == ["SECRET"]) }
    }

    private func problems(_ environment: [String: String]) -> [ConfigurationProblem] {
        do throws(ConfigurationProblems) {
            _ = try ServerConfiguration(environment: environment)
            return []
        } catch { return error.problems }
    }

    private func withFile(_ content: String, _ body: (String) throws -> Void) throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("value")
        try Data(content.utf8).write(to: file)
        try body(file.path)
    }
}
