import SallyportCore
import TestSupport
import Testing

/// Roles, policies, who holds them, and the last administrator (Directus spec section 2.7).
@Suite("Administering roles and policies")
struct RoleAdministrationTests {
    @Test("a policy with permissions and a role with policies are made in one call, as SDKs do")
    func nested() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let role = try await administrator.data(
                "POST", "/roles", ["fields": "name,icon,policies.policy.name,policies.policy.permissions.fields"],
                body: [
                    "name": "Editor",
                    "policies": [
                        [
                            "policy": [
                                "name": "Editing", "app_access": true,
                                "permissions": [
                                    [
                                        "collection": "directus_users", "action": "update",
                                        "permissions": ["id": ["_eq": "$CURRENT_USER"]], "fields": ["title"],
                                    ]
                                ],
                            ]
                        ]
                    ],
                ])
            #expect(
                role == [
                    "name": "Editor", "icon": "supervised_user_circle",
                    "policies": [["policy": ["name": "Editing", "permissions": [["fields": ["title"]]]]]],
                ])
            let id = try #require(try await administrator.list("/roles", "id", ["filter[name][_eq]": "Editor"]).first)
            _ = try await administrator.make("/users", ["email": "ed@example.com", "role": id, "token": "ed-token-9"])
            let editor = Asker(server: server, token: "ed-token-9")
            #expect(try await editor("PATCH", "/users/me", body: ["title": "Ed"]).status == 200)
            #expect(try await editor("PATCH", "/users/me", body: ["email": "e@example.com"]).status == 403)
        }
    }

    @Test("what is not named any more is let go: attachments are deleted, members have no role")
    func replaced() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let alice = JSON.string(try #require(fixture.accounts["alice"]).rawValue)
            let role = try await administrator.make("/roles", ["name": "R", "users": [alice]])
            #expect(try await administrator.data("GET", "/roles/\(role)", ["fields": "users"]) == ["users": [alice]])
            try await administrator.data("PATCH", "/roles/\(role)", body: ["users": []])
            #expect(
                try await administrator.data("GET", "/users/\(alice.string ?? "")", ["fields": "role,status"])
                    == ["role": .null, "status": "active"])
            let member = fixture.member.rawValue
            try await administrator.data("PATCH", "/roles/\(member)", body: ["policies": []])
            #expect(try await administrator.data("GET", "/access", ["filter[role][_eq]": member]) == [])
            // Nothing has become everybody's.
            #expect(try await Asker(server: server)("GET", "/users").status == 403)
            #expect(try await administrator.data("GET", "/access", ["filter[role][_null]": "true"]) == [])
        }
    }

    @Test("a role's members are suspended with it, and signed out; its children stand alone")
    func deleted() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let child = try await administrator.make(
                "/roles", ["name": "Child", "parent": .string(fixture.member.rawValue)])
            let alice = try await Visitor(server)
            #expect(try await administrator("DELETE", "/roles/\(fixture.member)").status == 204)
            #expect(try await alice.readSelf().status == 401)
            #expect(try await alice.refreshing().status == 401)
            let id = try #require(fixture.accounts["alice"])
            #expect(
                try await administrator.data("GET", "/users/\(id)", ["fields": "role,status"])
                    == ["role": .null, "status": "suspended"])
            #expect(try await administrator.data("GET", "/roles/\(child)", ["fields": "parent"]) == ["parent": .null])
        }
    }

    @Test("roles form no circle, and policies bear addresses only")
    func rules() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let member = fixture.member.rawValue
            let child = try await administrator.make("/roles", ["name": "Child", "parent": .string(member)])
            let own = try await administrator("PATCH", "/roles/\(member)", body: ["parent": .string(member)])
            #expect(own.errorMessage == "Invalid payload. A role cannot be a parent of itself.")
            let circle = try await administrator("PATCH", "/roles/\(member)", body: ["parent": .string(child)])
            #expect(
                circle.errorMessage
                    == "Invalid payload. A role cannot have a parent that is already a descendant of itself.")
            let nested = try await administrator("PATCH", "/roles/\(child)", body: ["children": [.string(member)]])
            #expect(nested.status == 400)
            let policy = try await administrator(
                "POST", "/policies", body: ["name": "P", "ip_access": ["10.0.0.0/8", "x"]])
            #expect(policy.errorMessage?.contains("IP Access contains an incorrect value.") == true)
        }
    }

    @Test("`ip_access` lets a policy count at its addresses only")
    func addresses() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let policy = try await administrator.make(
                "/policies",
                [
                    "name": "Inside", "ip_access": ["10.0.0.0/8"],
                    "permissions": [["collection": "directus_settings", "action": "read", "fields": ["project_name"]]],
                ])
            _ = try await administrator.make(
                "/users", ["email": "in@example.com", "token": "in-token-9", "policies": [["policy": .string(policy)]]])
            let asker = Asker(server: server, token: "in-token-9")
            #expect(try await asker("GET", "/settings").status == 403)
            try await administrator.data(
                "PATCH", "/policies/\(policy)", body: ["ip_access": ["127.0.0.0/8", "10.0.0.0/8"]])
            #expect(try await asker.data("GET", "/settings") == ["project_name": "Directus"])
            try await administrator.data("PATCH", "/policies/\(policy)", body: ["ip_access": .null])
            #expect(try await asker.data("GET", "/settings") == ["project_name": "Directus"])
        }
    }

    @Test("the last administrator stays one, by whichever of the ways that take it away")
    func lastAdministrator() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let me = try await administrator.data("GET", "/users/me")
            let (id, role) = (try #require(me["id"]?.string), try #require(me["role"]?.string))
            let access = try #require(
                try await administrator.list("/access", "id", ["filter[role][_eq]": role]).first?.string)
            let policy = try #require(
                try await administrator.list("/access", "policy", ["filter[role][_eq]": role]).first?.string)
            let attempts: [(String, String, JSON?)] = [
                ("PATCH", "/users/\(id)", ["status": "suspended"]), ("PATCH", "/users/\(id)", ["role": .null]),
                ("DELETE", "/users/\(id)", nil), ("DELETE", "/users", [.string(id)]),
                ("DELETE", "/roles/\(role)", nil), ("PATCH", "/roles/\(role)", ["users": []]),
                ("PATCH", "/roles/\(role)", ["policies": []]), ("DELETE", "/access/\(access)", nil),
                ("PATCH", "/access/\(access)", ["role": .null]), ("DELETE", "/policies/\(policy)", nil),
                ("PATCH", "/policies/\(policy)", ["admin_access": false]),
                ("PATCH", "/policies/\(policy)", ["roles": []]),
            ]
            for (method, path, body) in attempts {
                let answer = try await administrator(method, path, body: body)
                #expect(answer.status == 422, "\(method) \(path) \(body?.text ?? ""): \(answer.text)")
                #expect(
                    answer.errorMessage
                        == "Can't process content. Cannot remove the last admin user from the system.")
            }
            _ = try await administrator.make(
                "/users", ["email": "second@example.com", "role": .string(role), "token": "second-9"])
            #expect(try await administrator("DELETE", "/users/\(id)").status == 204)
            #expect(try await Asker(server: server, token: "second-9")("GET", "/users").status == 200)
        }
    }

    @Test("settings are checked where they mean something, kept where not, and shown to the public at once")
    func settings() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let changed = try await administrator.data(
                "PATCH", "/settings", ["fields": "project_name,module_bar,public_registration_role"],
                body: [
                    "project_name": "Mine", "module_bar": [["id": "content", "enabled": true]],
                    "public_registration_role": .string(fixture.member.rawValue), "no_such_setting": 7,
                ])
            #expect(
                changed == [
                    "project_name": "Mine", "module_bar": [["id": "content", "enabled": true]],
                    "public_registration_role": .string(fixture.member.rawValue),
                ])
            #expect(
                try await server.client.send("GET", "/server/info").json["data"]?["project"]?["project_name"] == "Mine")
            #expect(try await administrator.data("GET", "/settings")["id"] == 1)
            for (body, words) in [
                (["auth_password_policy": "/(/"], "regular expression"),
                (["auth_login_attempts": 0], "auth_login_attempts"),
                (["auth_login_attempts": "many"], "whole number"), (["public_registration": "maybe"], "boolean"),
                (["project_name": .null], "can't be null"),
                (["public_registration_role": "nobody"], "refers to nothing"),
                (["public_registration_email_filter": ["nope": 1]], "no filter"),
            ] as [(JSON, String)] {
                let answer = try await administrator("PATCH", "/settings", body: body)
                #expect(answer.status == 400, "\(body.text)")
                #expect(answer.errorMessage?.contains(words) == true, "\(answer.text)")
            }
            #expect(try await administrator.data("GET", "/settings")["project_name"] == "Mine")
        }
    }

    @Test("who did what to which item, from where, without values")
    func activity() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let me = try #require(try await administrator.data("GET", "/users/me")["id"])
            let role = try await administrator.make("/roles", ["name": "Watched"])
            try await administrator.data("PATCH", "/roles/\(role)", body: ["description": "not to be told"])
            _ = try await administrator("DELETE", "/roles/\(role)")
            let rows = try await administrator.data(
                "GET", "/activity",
                ["filter[item][_eq]": role, "sort": "id", "fields": "action,user,collection,item,ip,fields,timestamp"])
            #expect(rows.array?.map { $0["action"] ?? .null } == ["create", "update", "delete"])
            #expect(rows.array?[1]["fields"] == ["description"])
            for row in rows.array ?? [] {
                #expect(row["user"] == me)
                #expect(row["collection"] == "directus_roles")
                #expect(row["ip"] == "127.0.0.1")
                #expect(row["timestamp"] == "2026-06-05T12:00:00.000Z")
            }
            #expect(!rows.text.contains("not to be told"))
        }
    }
}
