import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

/// `specs/directus.md` 4.1 and 5.6.
@Suite("GraphQL")
struct GraphQLTests {
    private struct Articles: Decodable, Sendable {
        struct Article: Decodable, Sendable { let title: String }
        let articles: [Article]
    }

    @Test(
        "documents are posted to the path of their scope",
        arguments: [(GraphQLScope.items, "/graphql"), (.system, "/graphql/system")])
    func path(scope: GraphQLScope, target: String) async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": [:]]) }
        _ = try await fixture.plain.with(.graphql()).query("{ a }", scope: scope)
        let request = try await fixture.onlyRequest()
        #expect(request.method == "POST")
        #expect(request.target == target)
        #expect(request.text == #"{"query":"{ a }"}"#)
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(request.headers["Authorization"] == nil)
    }

    @Test("variables go along, in their order")
    func variables() async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": [:]]) }
        _ = try await fixture.plain.with(.graphql()).query(
            "query ($b: Int) {\n a(b: $b) \"ü\" }", variables: ["b": 1, "a": .null])
        #expect(
            try await fixture.onlyRequest().text
                == #"{"query":"query ($b: Int) {\n a(b: $b) \"ü\" }","variables":{"b":1,"a":null}}"#)
    }

    @Test("the answer is its data, or a type of the app's")
    func answer() async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": ["articles": [["title": "a"]]]]) }
        let client = fixture.plain.with(.graphql())
        #expect(try await client.query("{ articles { title } }") == ["articles": [["title": "a"]]])
        let articles = try await client.query("{ articles { title } }", as: Articles.self).articles
        #expect(articles.map(\.title) == ["a"])
    }

    @Test("errors are thrown though there is partial data, which they carry")
    func partial() async throws {
        let fixture = try RequestFixture { _, _ in
            .json([
                "data": ["auth_login": .null, "server_ping": "pong"],
                "errors": [
                    [
                        "message": "Invalid user credentials.", "extensions": ["code": "INVALID_CREDENTIALS"],
                        "locations": [["line": 1, "column": 12]], "path": ["auth_login"],
                    ]
                ],
            ])
        }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.plain.with(.graphql()).query("mutation { auth_login }", scope: .system)
        }
        #expect(error?.code == .invalidCredentials)
        #expect(error?.status == 200)
        #expect(error?.data == ["auth_login": .null, "server_ping": "pong"])
    }

    @Test("an invalid document is the server's error, with what is wrong in it")
    func invalid() async throws {
        let fixture = try RequestFixture { _, _ in
            .json(
                [
                    "errors": [
                        [
                            "message": "GraphQL validation error.",
                            "extensions": [
                                "errors": [["message": "Cannot query field \"x\"."]], "code": "GRAPHQL_VALIDATION",
                            ],
                        ]
                    ]
                ], status: 400)
        }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.plain.with(.graphql()).query("{ x }")
        }
        #expect(error?.code == .graphQLValidation)
        #expect(error?.status == 400)
        #expect(error?.errors.first?.extensions["errors"]?.array?.count == 1)
    }

    @Test("documents go out with the session's token, which is refreshed when the server refuses it")
    func session() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { request, _ in
            if request.url.path == "/auth/refresh" { return .tokens(access: "access-2", refresh: "refresh-2") }
            return request.headers["Authorization"] == "Bearer access-2"
                ? .json(["data": ["a": 1]]) : .error(401, "TOKEN_EXPIRED")
        }
        #expect(try await fixture.client.with(.graphql()).query("{ a }") == ["a": 1])
        #expect(
            await fixture.transport.requests.map { $0.headers["Authorization"] } == [
                "Bearer access-1", nil, "Bearer access-2",
            ])
    }

    @Test("documents are not sent again by themselves: they may write")
    func notRepeated() async throws {
        let fixture = try RequestFixture(retries: RetryPolicy()) { _, _ in
            .error(503, "SERVICE_UNAVAILABLE", headers: ["Retry-After": "1"])
        }
        await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.plain.with(.graphql()).query("{ a }")
        }
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("one client speaks both, composed in any order")
    func composed() async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": 1]) }
        let one = fixture.plain.with(.staticToken("t")).with(.graphql()).with(.rest())
        let other = fixture.plain.with(.rest()).with(.graphql()).with(.staticToken("t"))
        for client in [one, other] {
            #expect(try await client.request(.readMe()) == 1)
            #expect(try await client.query("{ a }") == 1)
        }
        let tokens = await fixture.transport.requests.map { $0.headers["Authorization"] }
        #expect(tokens == Array(repeating: "Bearer t", count: 4))
    }
}
