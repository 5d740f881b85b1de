import SallyportCore
import TestSupport
import Testing

/// Who may do what: every endpoint, on one's own and on another's row, and what of a masked field can be learnt.
@Suite("The permission matrix")
struct PermissionMatrixTests {
    /// Who asks.
    enum Who: String, CaseIterable, Sendable {
        case anonymous
        /// App access, and no permission.
        case member
        /// The recordings' Member, who may change some fields of his own row.
        case selfUpdating
        case administrator
    }

    /// A request, and the status that each gets, in the order of ``Who``. `{own}` is the caller's account, `{other}` somebody
    /// else's; `{role}` is the caller's role, `{foreignRole}` the administrators'.
    private struct Row {
        var method: String
        var path: String
        var body: JSON?
        var statuses: [Int]

        init(_ method: String, _ path: String, _ body: JSON? = nil, _ statuses: Int...) {
            self.method = method
            self.path = path
            self.body = body
            self.statuses = statuses
        }
    }

    // What deletes comes last.
    private static let rows = [
        //                                                                    anonymous, member, self, administrator
        Row("GET", "/users", nil, 403, 200, 200, 200),
        Row("SEARCH", "/users", ["query": ["limit": 1]], 403, 200, 200, 200),
        Row("GET", "/users/{own}", nil, 403, 200, 200, 200),
        Row("GET", "/users/{other}", nil, 403, 403, 403, 200),
        Row("GET", "/users/{nobody}", nil, 403, 403, 403, 403),
        Row("GET", "/users/no-uuid", nil, 403, 403, 403, 403),
        Row("GET", "/users/{own}?fields=password", nil, 403, 200, 200, 200),
        Row("GET", "/users/{own}?fields=token", nil, 403, 403, 403, 200),
        Row("GET", "/users/{own}?fields=tfa_secret", nil, 403, 200, 200, 200),
        Row("GET", "/users/{own}?fields=auth_data", nil, 403, 403, 403, 200),
        Row("GET", "/users?filter[password][_starts_with]=$", nil, 403, 400, 400, 400),
        Row("GET", "/users?filter[password][_nnull]=true", nil, 403, 200, 200, 200),
        Row("GET", "/users?filter[token][_eq]=x", nil, 403, 403, 403, 400),
        Row("GET", "/users?filter[token][_null]=true", nil, 403, 403, 403, 200),
        Row("GET", "/users?sort=password", nil, 403, 400, 400, 400),
        Row("GET", "/users?sort=token", nil, 403, 403, 403, 400),
        Row("GET", "/users?aggregate[max]=password", nil, 403, 400, 400, 400),
        Row("GET", "/users?aggregate[count]=*&groupBy=password", nil, 403, 400, 400, 400),
        Row("GET", "/users?aggregate[min]=token", nil, 403, 403, 403, 400),
        Row("GET", "/roles?filter[users][password][_contains]=x", nil, 403, 400, 400, 400),
        Row("GET", "/roles?filter[users][token][_contains]=x", nil, 403, 403, 403, 400),
        Row("GET", "/users/me", nil, 401, 200, 200, 200),
        Row("PATCH", "/users/me", ["first_name": "Me"], 401, 403, 200, 200),
        Row("PATCH", "/users/me", ["role": .null], 401, 403, 403, 422),
        Row("PATCH", "/users/me/track/page", ["last_page": "/x"], 401, 204, 204, 204),
        Row("PATCH", "/users/{own}", ["first_name": "Own"], 403, 403, 200, 200),
        Row("PATCH", "/users/{other}", ["first_name": "Other"], 403, 403, 403, 200),
        Row("PATCH", "/users/{own}", ["password": "another horse 9"], 403, 403, 200, 200),
        Row("PATCH", "/users/{other}", ["password": "another horse 9"], 403, 403, 403, 200),
        Row("PATCH", "/users/{own}", ["tfa_secret": "x"], 403, 403, 400, 400),
        Row("PATCH", "/users/{own}", ["title": "Dr"], 403, 403, 403, 200),
        Row("PATCH", "/users/{own}", ["status": "active"], 403, 403, 403, 200),
        Row("PATCH", "/users/{own}", ["policies": ["create": [["policy": "{policy}"]]]], 403, 403, 403, 200),
        Row("PATCH", "/users", ["keys": ["{other}"], "data": ["title": "Dr"]], 403, 403, 403, 200),
        Row("PATCH", "/users", [["id": "{other}", "title": "Dr"]], 403, 403, 403, 200),
        Row("PATCH", "/users", ["query": ["limit": 1], "data": ["title": "Dr"]], 403, 403, 403, 200),
        Row("POST", "/users", ["email": "new@example.com", "password": "new horse 9"], 403, 403, 403, 200),
        Row("POST", "/users", [["email": "newer@example.com"]], 403, 403, 403, 200),
        Row("GET", "/roles", nil, 403, 200, 200, 200),
        Row("GET", "/roles/me", nil, 403, 200, 200, 200),
        Row("GET", "/roles/{role}", nil, 403, 200, 200, 200),
        Row("GET", "/roles/{role}?fields=policies", nil, 403, 403, 403, 200),
        Row("GET", "/roles/{foreignRole}", nil, 403, 403, 403, 200),
        Row("POST", "/roles", ["name": "New"], 403, 403, 403, 200),
        Row("PATCH", "/roles/{role}", ["name": "Renamed"], 403, 403, 403, 200),
        Row("PATCH", "/roles/{foreignRole}", ["users": ["create": [["email": "x@example.com"]]]], 403, 403, 403, 200),
        Row("GET", "/policies", nil, 403, 403, 403, 200),
        Row("GET", "/policies/{policy}", nil, 403, 403, 403, 200),
        Row("GET", "/policies/me/globals", nil, 200, 200, 200, 200),
        Row("POST", "/policies", ["name": "New", "admin_access": true], 403, 403, 403, 200),
        Row("PATCH", "/policies/{policy}", ["admin_access": false], 403, 403, 403, 200),
        Row("GET", "/access", nil, 403, 403, 403, 200),
        Row("GET", "/access/{access}", nil, 403, 403, 403, 200),
        Row("POST", "/access", ["policy": "{policy}", "user": "{own}"], 403, 403, 403, 200),
        Row("PATCH", "/access/{access}", ["sort": 2], 403, 403, 403, 200),
        Row("GET", "/permissions", nil, 403, 403, 403, 200),
        Row("GET", "/permissions/{permission}", nil, 403, 403, 403, 200),
        Row("GET", "/permissions/me", nil, 200, 200, 200, 200),
        Row("GET", "/permissions/me/directus_users/{own}", nil, 200, 200, 200, 200),
        Row(
            "POST", "/permissions", ["policy": "{policy}", "collection": "directus_users", "action": "read"], 403, 403,
            403, 200),
        Row("PATCH", "/permissions/{permission}", ["fields": ["*"]], 403, 403, 403, 200),
        Row("GET", "/settings", nil, 403, 403, 403, 200),
        Row("PATCH", "/settings", ["project_name": "Mine"], 403, 403, 403, 200),
        Row("GET", "/activity", nil, 403, 200, 200, 200),
        Row("GET", "/activity/{activity}", nil, 403, 403, 403, 200),
        Row("POST", "/activity", ["action": "login"], 404, 404, 404, 404),
        Row("DELETE", "/activity/{activity}", nil, 404, 404, 404, 404),
        Row("GET", "/sessions", nil, 403, 200, 200, 200),
        Row("GET", "/sessions/{session}", nil, 403, 403, 403, 200),
        Row("PATCH", "/sessions/{session}", ["user": "{own}"], 404, 404, 404, 404),
        Row("GET", "/items/directus_users", nil, 403, 403, 403, 403),
        Row("POST", "/utils/hash/generate", ["string": "x"], 401, 200, 200, 200),
        Row("POST", "/utils/hash/verify", ["string": "x", "hash": "y"], 401, 400, 400, 400),
        Row("GET", "/utils/random/string", nil, 200, 200, 200, 200),
        Row("GET", "/server/ping", nil, 200, 200, 200, 200),
        Row("GET", "/server/info", nil, 200, 200, 200, 200),
        Row("GET", "/server/health", nil, 200, 200, 200, 200),
        Row("DELETE", "/sessions/{session}", nil, 403, 403, 403, 204),
        Row("DELETE", "/sessions/others", nil, 401, 204, 204, 204),
        Row("DELETE", "/permissions/{permission}", nil, 403, 403, 403, 204),
        Row("DELETE", "/access/{access}", nil, 403, 403, 403, 204),
        Row("DELETE", "/policies/{policy}", nil, 403, 403, 403, 204),
        Row("DELETE", "/users/{other}", nil, 403, 403, 403, 204),
        Row("DELETE", "/users", ["{third}"], 403, 403, 403, 204),
        Row("DELETE", "/users/{own}", nil, 403, 403, 403, 422),
        Row("DELETE", "/roles/{role}", nil, 403, 403, 403, 422),
    ]

    @Test("each gets what he may, and nothing else", arguments: Who.allCases)
    func matrix(who: Who) async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let (asker, names) = try await Self.prepare(who, server, fixture)
            let secrets = try await Self.secrets(of: server)
            let column = try #require(Who.allCases.firstIndex(of: who))
            for row in Self.rows {
                func filled(_ text: String) -> String {
                    names.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
                }
                let body = try row.body.map { try JSON(parsing: filled($0.text).utf8) }
                let answer = try await asker(row.method, filled(row.path), body: body)
                #expect(answer.status == row.statuses[column], "\(who) \(row.method) \(row.path): \(answer.text)")
                for secret in secrets { #expect(!answer.text.contains(secret), "\(row.method) \(row.path)") }
            }
        }
    }

    /// The caller, and what the placeholders stand for.
    private static func prepare(
        _ who: Who, _ server: TestServer, _ fixture: Fixture
    ) async throws -> (Asker, [String: String]) {
        let administrator = Asker.administrator(server)
        let me = try #require(try await administrator.data("GET", "/users/me")["id"]?.string)
        let foreignRole = try #require(try await administrator.data("GET", "/users/me")["role"]?.string)
        let policy = try await administrator.make(
            "/policies",
            [
                "name": "Plain", "app_access": true,
                "permissions": [
                    ["collection": "directus_roles", "action": "create", "fields": ["name"]]
                ],
            ])
        // Nobody's, until it is given to somebody.
        let plain = try await administrator.make("/policies", ["name": "App", "app_access": true])
        let role = try await administrator.make("/roles", ["name": "Plain", "policies": [["policy": .string(plain)]]])
        let member = try await administrator.make(
            "/users", ["email": "member@example.com", "role": .string(role), "token": "member-static-token"])
        _ = try await Visitor(server, email: "erin@example.com")
        let session = try await administrator.list("/sessions", "id", ["limit": "1"])
        let access = try await administrator.make("/access", ["policy": .string(policy), "role": .string(foreignRole)])
        let permission = try await administrator.list("/permissions", "id", ["filter[policy][_eq]": policy])
        let activity = try await administrator.list("/activity", "id", ["limit": "1", "sort": "id"])
        let bob = try #require(fixture.accounts["bob"]).rawValue
        let own = [Who.anonymous: member, .member: member, .selfUpdating: bob, .administrator: me][who] ?? ""
        let roles = [Who.selfUpdating: fixture.member.rawValue, .administrator: foreignRole]
        let names = [
            "own": own, "other": try #require(fixture.accounts["carol"]).rawValue,
            "third": try #require(fixture.accounts["dave"]).rawValue,
            "nobody": "00000000-0000-4000-8000-000000000000", "role": roles[who] ?? role,
            "foreignRole": who == .administrator ? role : foreignRole, "policy": policy, "access": access,
            "permission": permission.first?.text ?? "", "session": session.first?.string ?? "",
            "activity": activity.first?.text ?? "",
        ]
        let tokens = [
            Who.member: "member-static-token", .selfUpdating: Fixture.bobToken,
            .administrator: Fixture.administratorToken,
        ]
        return (Asker(server: server, token: tokens[who]), names)
    }

    /// What no answer may show.
    private static func secrets(of server: TestServer) async throws -> [String] {
        let hashes = try await server.vault.read { reading in
            try reading.accounts(in: .team).compactMap { $0.passwordHash?.encoded }
        }
        return hashes + [Fixture.bobToken, Fixture.administratorToken, "member-static-token"]
    }
}
