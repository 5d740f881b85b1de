import DirectusSDK
import Testing

@Suite("What comes from outside stays one segment of a path")
struct PathSegmentTests {
    /// RFC 3986 section 3.3: what may stand in a segment as it is, and what must be encoded.
    static let segments = [
        ("../auth", "..%2Fauth"), ("a/b", "a%2Fb"), ("ü", "%C3%BC"), ("a b", "a%20b"), ("a?b#c", "a%3Fb%23c"),
        ("%2F", "%252F"), ("...", "..."), ("a.b-c_d~e", "a.b-c_d~e"), ("😀", "%F0%9F%98%80"), ("a\\b", "a%5Cb"),
        ("\u{0}\n", "%00%0A"), ("1;drop", "1%3Bdrop"),
    ]

    @Test("a key is encoded", arguments: segments)
    func key(text: String, encoded: String) async throws {
        try await CommandCase(.readItem("articles", text), "GET", "/items/articles/\(encoded)").check()
        try await CommandCase(.deleteUser(text), "DELETE", "/users/\(encoded)").check()
    }

    @Test("a collection's name is encoded", arguments: segments)
    func collection(text: String, encoded: String) async throws {
        try await CommandCase(.readItems(text), "GET", "/items/\(encoded)").check()
    }

    @Test("a provider's name is encoded", arguments: segments)
    func provider(text: String, encoded: String) async throws {
        try await CommandCase(
            .login(email: "a@b.co", password: "p", provider: text), "POST", "/auth/login/\(encoded)",
            #"{"email":"a@b.co","password":"p","mode":"cookie"}"#
        ).check()
    }

    @Test(
        "what would climb the path is refused, and nothing is sent",
        arguments: [
            CommandCase(.readItem("articles", "."), "", ""), CommandCase(.readItem("articles", ".."), "", ""),
            CommandCase(.readItem("articles", ""), "", ""), CommandCase(.readItems(".."), "", ""),
            CommandCase(.readItems("."), "", ""), CommandCase(.deleteItem("..", "auth"), "", ""),
            CommandCase(.deleteUser(".."), "", ""), CommandCase(.updateRole(".", [:] as JSON), "", ""),
            CommandCase(.readPolicy(".."), "", ""), CommandCase(.aggregate("directus_..", [.count("*")]), "", ""),
            CommandCase(.aggregate("directus_", [.count("*")]), "", ""),
            CommandCase(.login(email: "a@b.co", password: "p", provider: ".."), "", ""),
            CommandCase(.login(email: "a@b.co", password: "p", provider: ""), "", ""),
        ])
    func climbing(command: CommandCase) async throws {
        #expect(try await command.refusal()?.code == .invalidArgument)
    }

    @Test("what an app interpolates into a path of its own is a segment by the same rule", arguments: segments)
    func ownEndpoint(text: String, encoded: String) async throws {
        try await CommandCase(.customEndpoint(path: "/reports/\(text)"), "GET", "/reports/\(encoded)").check()
    }

    @Test("and must not climb either", arguments: ["", ".", ".."])
    func ownClimbing(text: String) async throws {
        let command = CommandCase(.customEndpoint(path: "/reports/\(text)"), "", "")
        #expect(try await command.refusal()?.code == .invalidArgument)
    }
}
