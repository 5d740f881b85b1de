import DirectusSDK
import Testing

@Suite("Wrong arguments are refused before anything is sent")
struct CommandGuardTests {
    @Test(
        "a collection cannot be empty",
        arguments: [
            CommandCase(.readItems(""), "", ""), CommandCase(.readItem("", "k"), "", ""),
            CommandCase(.readSingleton(""), "", ""), CommandCase(.createItem("", [:] as JSON), "", ""),
            CommandCase(.createItems("", [] as [JSON]), "", ""), CommandCase(.updateItem("", "k", [:] as JSON), "", ""),
            CommandCase(.updateItems("", ["k"], [:] as JSON), "", ""),
            CommandCase(.updateItemsBatch("", [] as [JSON]), "", ""),
            CommandCase(.updateSingleton("", [:] as JSON), "", ""), CommandCase(.deleteItem("", "k"), "", ""),
            CommandCase(.deleteItems("", ["k"]), "", ""), CommandCase(.aggregate("", [.count("*")]), "", ""),
            CommandCase(.readItemPermissions(""), "", ""), CommandCase(.readItemPermissions("", "k"), "", ""),
        ])
    func collection(command: CommandCase) async throws {
        let error = try await command.refusal()
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "Collection cannot be empty")
        #expect(error?.isRetryable == false)
    }

    @Test(
        "a key cannot be empty",
        arguments: [
            CommandCase(.readItem("articles", ""), "", ""),
            CommandCase(.updateItem("articles", "", [:] as JSON), "", ""),
            CommandCase(.deleteItem("articles", ""), "", ""), CommandCase(.readUser(""), "", ""),
            CommandCase(.updateUser("", [:] as JSON), "", ""), CommandCase(.deleteUser(""), "", ""),
            CommandCase(.readRole(""), "", ""), CommandCase(.deletePolicy(""), "", ""),
            CommandCase(.readItemPermissions("articles", ""), "", ""), CommandCase(.endSession(""), "", ""),
        ])
    func key(command: CommandCase) async throws {
        let error = try await command.refusal()
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "Key cannot be empty")
    }

    @Test(
        "keys cannot be empty",
        arguments: [
            CommandCase(.updateItems("articles", [] as [String], [:] as JSON), "", ""),
            CommandCase(.deleteItems("articles", [] as [Int]), "", ""),
            CommandCase(.updateUsers([] as [String], [:] as JSON), "", ""),
            CommandCase(.deleteUsers([] as [String]), "", ""), CommandCase(.deleteRoles([] as [String]), "", ""),
            CommandCase(.deletePolicies([] as [String]), "", ""), CommandCase(.endSessions([] as [String]), "", ""),
            CommandCase(.deletePermissions([] as [Int]), "", ""),
        ])
    func keys(command: CommandCase) async throws {
        let error = try await command.refusal()
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "Keys cannot be empty")
    }

    @Test(
        "Directus' own collections have commands of their own",
        arguments: [
            (CommandCase(.readItems("directus_users"), "", ""), "readItems"),
            (CommandCase(.readItem("directus_users", "k"), "", ""), "readItem"),
            (CommandCase(.readSingleton("directus_settings"), "", ""), "readSingleton"),
            (CommandCase(.createItem("directus_users", [:] as JSON), "", ""), "createItem"),
            (CommandCase(.createItems("directus_users", [] as [JSON]), "", ""), "createItems"),
            (CommandCase(.updateItem("directus_users", "k", [:] as JSON), "", ""), "updateItem"),
            (CommandCase(.updateItems("directus_users", ["k"], [:] as JSON), "", ""), "updateItems"),
            (CommandCase(.updateItemsBatch("directus_users", [] as [JSON]), "", ""), "updateItemsBatch"),
            (CommandCase(.updateSingleton("directus_settings", [:] as JSON), "", ""), "updateSingleton"),
            (CommandCase(.deleteItem("directus_users", "k"), "", ""), "deleteItem"),
            (CommandCase(.deleteItems("directus_users", ["k"]), "", ""), "deleteItems"),
        ])
    func core(command: CommandCase, name: String) async throws {
        let error = try await command.refusal()
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "Cannot use \(name) for core collections")
    }

    @Test(
        "a query without anything in it changes and deletes nothing",
        arguments: [
            CommandCase(.updateItems("articles", where: Query(), [:] as JSON), "", ""),
            CommandCase(.deleteItems("articles", where: Query()), "", ""),
            CommandCase(.deleteItems("articles", where: Query(filter: [:], limit: -2)), "", ""),
        ])
    func emptyQuery(command: CommandCase) async throws {
        #expect(try await command.refusal()?.code == .invalidArgument)
    }

    @Test("a value that JSON has no form for is refused")
    func notEncodable() async throws {
        let error = try await CommandCase(.createItem("articles", ["price": Double.infinity]), "", "").refusal()
        #expect(error?.code == .invalidArgument)
    }
}
