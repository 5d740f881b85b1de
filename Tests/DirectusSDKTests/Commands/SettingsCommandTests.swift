import DirectusSDK
import Testing

@Suite("Commands of /settings and /activity")
struct SettingsCommandTests {
    @Test(
        "the settings are one item without a key",
        arguments: [
            CommandCase(.readSettings(), "GET", "/settings"),
            CommandCase(.readSettings(Query(fields: ["id"])), "GET", "/settings?fields=id"),
            CommandCase(
                .updateSettings(["project_name": "Fort", "auth_login_attempts": .null] as JSON, Query(fields: ["id"])),
                "PATCH", "/settings?fields=id", #"{"project_name":"Fort","auth_login_attempts":null}"#),
            CommandCase(
                .updateSettings(["project_name": "Fort"]), "PATCH", "/settings", #"{"project_name":"Fort"}"#),
        ])
    func settings(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "the activity log is read",
        arguments: [
            CommandCase(.readActivities(), "GET", "/activity"),
            CommandCase(
                .readActivities(Query(filter: ["action": .eq(DirectusActivity.Action.login)])), "GET",
                "/activity?filter=%7B%22action%22%3A%7B%22_eq%22%3A%22login%22%7D%7D"),
            CommandCase(.readActivity(7, Query(fields: ["id"])), "GET", "/activity/7?fields=id"),
        ])
    func activity(command: CommandCase) async throws {
        try await command.check()
    }
}
