import Logging
import SallyportCore
import SallyportServer
import TestSupport
import Testing

/// `GET /server/specs/oas` (Directus spec section 2.8). That it is valid OpenAPI, and that the answers are as it says, is
/// tested end to end.
@Suite("The description of what the server answers")
struct DescriptionTests {
    private static let path = "/server/specs/oas"

    private static func description(_ server: TestServer) async throws -> JSON {
        let answer = try await server.client.send("GET", path)
        try #require(answer.status == 200)
        return answer.json
    }

    /// What is for people, and is no part of the API.
    private static func isPage(_ path: String) -> Bool {
        path == "/" || path == "/robots.txt" || path == "/admin" || path.hasPrefix("/admin/")
    }

    @Test("every route is described, and nothing else is")
    func routes() async throws {
        try await TestServer.run { server in
            let application = ServerApplication(
                server.installation, try ServerConfiguration(environment: TestServer.environment),
                logger: Logger(label: "test"))
            let registered = application.routes.compactMap { route -> String? in
                let parts = route.split(separator: " ", maxSplits: 1).map(String.init)
                guard parts.count == 2, !["OPTIONS", "HEAD"].contains(parts[0]), !Self.isPage(parts[1]) else {
                    return nil
                }
                return route
            }
            var described: [String] = []
            for path in try await Self.description(server)["paths"]?.object?.members ?? [] {
                for member in path.value.object?.members ?? [] {
                    let methods =
                        member.name == "x-additionalOperations"
                        ? member.value.object?.members.map(\.name) ?? [] : [member.name.uppercased()]
                    described += methods.map { "\($0) \(path.name)" }
                }
            }
            #expect(registered.count > 50)
            #expect(described.sorted() == registered.sorted())
        }
    }

    @Test("with OPENAPI_ENABLED=false there is none")
    func disabled() async throws {
        try await TestServer.run(["OPENAPI_ENABLED": "false"]) { server in
            let answer = try await server.client.send("GET", Self.path)
            #expect(answer.status == 404)
            #expect(answer.errorCode == "ROUTE_NOT_FOUND")
        }
    }

    @Test("what it refers to is there, and no two operations have one name")
    func references() async throws {
        try await TestServer.run { server in
            let description = try await Self.description(server)
            var names: [String] = []
            func visit(_ json: JSON) {
                for element in json.array ?? [] { visit(element) }
                for member in json.object?.members ?? [] {
                    if member.name == "$ref", let reference = member.value.string {
                        let found = reference.split(separator: "/").dropFirst()
                            .reduce(description as JSON?) { $0?[String($1)] }
                        #expect(found != nil, "\(reference)")
                    }
                    if member.name == "operationId", let name = member.value.string { names.append(name) }
                    visit(member.value)
                }
            }
            visit(description)
            #expect(names.count > 50)
            #expect(Set(names).count == names.count)
        }
    }

    @Test(
        "an item has exactly the fields that its schema has",
        arguments: [
            ("users", "Users"), ("roles", "Roles"), ("policies", "Policies"), ("access", "Access"),
            ("permissions", "Permissions"), ("activity", "Activity"), ("sessions", "Sessions"),
            ("settings", "Settings"),
        ])
    func fields(_ path: String, _ name: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            _ = try await server.signInAsAdministrator()
            let policy = try await server.client.send("GET", "/policies", headers: TestServer.asAdministrator)
                .json["data"]?.array?.first?["id"]
            _ = try await server.client.send(
                "POST", "/permissions", headers: TestServer.asAdministrator,
                json: ["policy": policy ?? .null, "collection": "directus_users", "action": "read"])
            let data = try await server.client.send("GET", "/\(path)", headers: TestServer.asAdministrator)
                .json["data"]
            let item = try #require(data?.array?.first?.object ?? data?.object)
            let schema = try await Self.description(server)["components"]?["schemas"]?[name]?["properties"]
            #expect(item.members.map(\.name) == schema?.object?.members.map(\.name))
        }
    }

    @Test("the names of cookies and the address are those that are configured")
    func configured() async throws {
        let environment = ["PUBLIC_URL": "https://id.example.com", "SESSION_COOKIE_NAME": "visit"]
        try await TestServer.run(environment) { server in
            let description = try await Self.description(server)
            #expect(description["servers"]?.array?.first?["url"] == "https://id.example.com")
            #expect(description["components"]?["securitySchemes"]?["sessionCookie"]?["name"] == "visit")
        }
    }
}
