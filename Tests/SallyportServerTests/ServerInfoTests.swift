import SallyportCore
import TestSupport
import Testing

/// Directus spec sections 1.1 and 2.8; recordings `server/*`, `providers/*`, `provider/*`.
@Suite("What the server tells of itself")
struct ServerInfoTests {
    @Test("the public learns the project, and whether it is set up")
    func anonymousInfo() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let answer = try await server.client.send("GET", "/server/info")
            #expect(answer.status == 200)
            let data = try #require(answer.json["data"]?.object)
            #expect(data.members.map(\.name) == ["project", "setupCompleted"])
            #expect(data["setupCompleted"] == true)
            // Recording `server/info-anon`.
            #expect(
                data["project"] == [
                    "project_name": "Directus", "project_descriptor": .null, "project_logo": .null,
                    "project_color": "#6644FF", "default_appearance": "auto", "default_theme_light": .null,
                    "default_theme_dark": .null, "theme_light_overrides": .null, "theme_dark_overrides": .null,
                    "default_language": "en-US", "public_foreground": .null, "public_favicon": .null,
                    "public_note": .null,
                    "custom_css": .null, "public_registration": false, "public_registration_verify_email": true,
                    "public_background": .null,
                ])
        }
    }

    @Test("before it is set up, everybody learns the version")
    func infoBeforeSetUp() async throws {
        try await TestServer.run { server in
            let data = try await server.client.send("GET", "/server/info").json["data"]
            #expect(data?["setupCompleted"] == false)
            #expect(data?["version"]?.string?.isEmpty == false)
        }
    }

    @Test("an account learns the version and the limits")
    func ownInfo() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let answer = try await server.client.send("GET", "/server/info", headers: TestServer.asAdministrator)
            let data = answer.json["data"]
            #expect(data?["version"]?.string?.isEmpty == false)
            #expect(data?["rateLimit"] == false)
            #expect(data?["rateLimitGlobal"] == false)
            #expect(data?["queryLimit"] == ["default": 100, "max": -1])
            #expect(data?["websocket"] == false)
            #expect(data?["setupCompleted"] == true)
        }
    }

    @Test(
        "a bad token is an error, even where everybody may ask", arguments: ["/server/info", "/server/health", "/auth"])
    func badToken(_ path: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send("GET", path, headers: [("Authorization", "Bearer garbage")])
            #expect(answer.status == 401)
            #expect(answer.errorCode == "INVALID_CREDENTIALS")
        }
    }

    @Test("the public learns that the server is well, and no more")
    func anonymousHealth() async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send("GET", "/server/health")
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/health+json; charset=utf-8")
            #expect(answer.text == #"{"status":"ok"}"#)
        }
    }

    @Test("an account that is no administrator learns no more of its health")
    func memberHealth() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let answer = try await server.client.send(
                "GET", "/server/health", headers: [("Authorization", "Bearer \(Fixture.bobToken)")])
            #expect(answer.text == #"{"status":"ok"}"#)
        }
    }

    @Test("an administrator learns how the database is")
    func administratorHealth() async throws {
        try await TestServer.run(["PUBLIC_URL": "https://auth.example.com"]) { server in
            try await server.makeAdministrator()
            let answer = try await server.client.send("GET", "/server/health", headers: TestServer.asAdministrator)
            #expect(answer.status == 200)
            #expect(answer.json["status"] == "ok")
            #expect(answer.json["releaseId"]?.string?.isEmpty == false)
            #expect(answer.json["serviceId"] == "https://auth.example.com")
            // What `DB_CLIENT` calls the engine.
            let name = TestDatabase.isPostgreSQL ? "pg" : "sqlite3"
            let check = answer.json["checks"]?["\(name):responseTime"]?.array?.first
            #expect(check?["status"] == "ok")
            #expect(check?["componentType"] == "datastore")
            #expect(check?["observedUnit"] == "ms")
            #expect(check?["observedValue"] == 0)
            #expect(check?["threshold"] == 150)
        }
    }

    @Test("without providers none is listed", arguments: ["/auth", "/auth?sessionOnly", "/auth?sessionOnly=false"])
    func noProviders(_ path: String) async throws {
        try await TestServer.run { server async throws in
            #expect(try await server.client.send("GET", path).text == #"{"data":[],"disableDefault":false}"#)
        }
    }

    @Test("providers are listed in their order, with what is known of each")
    func providers() async throws {
        let environment = [
            "AUTH_PROVIDERS": "intern,undriven,extra", "AUTH_INTERN_DRIVER": "local", "AUTH_EXTRA_DRIVER": "local",
            "AUTH_EXTRA_LABEL": "Extra & Co.", "AUTH_EXTRA_ICON": "key", "AUTH_DISABLE_DEFAULT": "true",
        ]
        try await TestServer.run(environment) { server in
            let answer = try await server.client.send("GET", "/auth")
            #expect(
                answer.text
                    == #"{"data":[{"name":"intern","driver":"local"},{"name":"extra","label":"Extra & Co.","driver":"local","icon":"key"}],"disableDefault":true}"#
            )
        }
    }

    @Test("an account signs in with its own provider, and with no other")
    func ownProvider() async throws {
        let environment = [
            "AUTH_PROVIDERS": "intern,extra", "AUTH_INTERN_DRIVER": "local", "AUTH_EXTRA_DRIVER": "local",
        ]
        try await TestServer.run(environment, passwords: CountingHasher()) { server in
            try await server.makeAdministrator()
            #expect(try await server.signIn(at: "/auth/login").status == 200)
            #expect(try await server.signIn(at: "/auth/login/intern").status == 401)
            try await server.vault.write(.relaxed) { transaction in
                let email = EmailAddress(TestServer.administratorEmail)
                guard var account = try transaction.account(email, in: .team) else { return }
                account.provider = Account.Provider(rawValue: "intern")
                try transaction.update(account)
            }
            #expect(try await server.signIn(at: "/auth/login").errorCode == "INVALID_CREDENTIALS")
            #expect(try await server.signIn(at: "/auth/login/extra").errorCode == "INVALID_CREDENTIALS")
            #expect(try await server.signIn(at: "/auth/login/intern").status == 200)
        }
    }

    @Test(
        "default is no provider's name, and a provider that there is not has no route",
        arguments: ["default", "nobody", "INTERN"])
    func unknownProvider(_ name: String) async throws {
        try await TestServer.run(["AUTH_PROVIDERS": "intern", "AUTH_INTERN_DRIVER": "local"]) { server in
            let answer = try await server.signIn(at: "/auth/login/\(name)")
            #expect(answer.status == 404)
            #expect(
                answer.json["errors"]?.array?.first?["message"] == .string("Route /auth/login/\(name) doesn't exist."))
        }
    }

    @Test("AUTH_DISABLE_DEFAULT closes the default sign-in, and only that")
    func disableDefault() async throws {
        let environment = ["AUTH_DISABLE_DEFAULT": "true", "AUTH_PROVIDERS": "intern", "AUTH_INTERN_DRIVER": "local"]
        try await TestServer.run(environment) { server in
            try await server.makeAdministrator()
            let answer = try await server.signIn(at: "/auth/login")
            #expect(answer.status == 404)
            #expect(answer.json["errors"]?.array?.first?["message"] == "Route /auth/login doesn't exist.")
            #expect(try await server.signIn(at: "/auth/login/intern").status == 401)
            #expect(try await server.client.send("GET", "/auth").json["disableDefault"] == true)
            #expect(try await server.client.send("GET", "/users/me", headers: TestServer.asAdministrator).status == 200)
        }
    }
}

extension TestServer {
    fileprivate func signIn(at path: String) async throws -> HTTPAnswer {
        try await client.send(
            "POST", path, json: ["email": .string(Self.administratorEmail), "password": .string(Fixture.password)])
    }
}
