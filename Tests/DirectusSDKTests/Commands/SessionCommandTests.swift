import DirectusSDK
import Testing

@Suite("Commands of /sessions")
struct SessionCommandTests {
    @Test(
        "sessions are read and ended under their path",
        arguments: [
            CommandCase(.readSessions(), "GET", "/sessions"),
            CommandCase(.readSessions(Query(sort: ["-last_seen"])), "GET", "/sessions?sort=-last_seen"),
            CommandCase(.readSession("s1", Query(fields: ["id"])), "GET", "/sessions/s1?fields=id"),
            CommandCase(.endSession("s1"), "DELETE", "/sessions/s1"),
            CommandCase(.endSessions(["s1", "s2"]), "DELETE", "/sessions", #"["s1","s2"]"#),
            CommandCase(.endOtherSessions(), "DELETE", "/sessions/others"),
        ])
    func commands(command: CommandCase) async throws {
        try await command.check()
    }
}
