import DirectusSDK
import Testing

@Suite("Commands of /server and /utils")
struct ServerCommandTests {
    @Test(
        "the server is asked about itself",
        arguments: [
            CommandCase(.serverPing(), "GET", "/server/ping"),
            CommandCase(.serverInfo(), "GET", "/server/info"),
            CommandCase(.serverHealth(), "GET", "/server/health"),
            CommandCase(.readOpenApiSpec(), "GET", "/server/specs/oas"),
            CommandCase(.readGraphqlSdl(), "GET", "/server/specs/graphql"),
            CommandCase(.readGraphqlSdl(.system), "GET", "/server/specs/graphql/system"),
        ])
    func server(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "text is hashed, compared with a hash, and made by chance",
        arguments: [
            CommandCase(.generateHash("s"), "POST", "/utils/hash/generate", #"{"string":"s"}"#),
            CommandCase(
                .verifyHash("s", "$argon2id$x"), "POST", "/utils/hash/verify",
                #"{"string":"s","hash":"$argon2id$x"}"#),
            CommandCase(.randomString(), "GET", "/utils/random/string"),
            CommandCase(.randomString(length: 64), "GET", "/utils/random/string?length=64"),
        ])
    func utilities(command: CommandCase) async throws {
        try await command.check()
    }
}
