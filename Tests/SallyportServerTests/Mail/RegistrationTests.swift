import SallyportCore
import TestSupport
import Testing

/// Registration (Directus spec section 2.5; D6, D8; attacks 12, 13 and 29 of security.md 3f).
@Suite("Registering")
struct RegistrationTests {
    private static let new = "new@example.com"
    /// Those who register in these tests do so more often than anybody should.
    private static let unlimited = ["RATE_LIMITER_REGISTRATION_ENABLED": "false"]

    private static func run(
        _ settings: JSON = ["public_registration": true], passwords: (any PasswordHasher)? = nil,
        _ body: @Sendable (TestServer, Fixture) async throws -> Void
    ) async throws {
        try await TestServer.run(unlimited, passwords: passwords) { server in
            let fixture = try await Fixture.make(on: server)
            try await server.set(settings)
            try await body(server, fixture)
        }
    }

    @Test("an account is active once its address is confirmed, with the role of the settings and the given names")
    func register() async throws {
        try await Self.run { server, fixture in
            try await server.set(["public_registration_role": .string(fixture.member.rawValue)])
            let token = try await server.outbox.token(.registration, to: Self.new) {
                let answer = try await server.post(
                    "/users/register",
                    [
                        "email": .string(Self.new), "password": .string(TestServer.newPassword), "first_name": "Nea",
                        "last_name": "Wer",
                    ])
                #expect(answer.status == 204)
            }
            #expect(try await server.signIn(Self.new, TestServer.newPassword).status == 401)
            let confirmed = try await server.confirm(token)
            #expect(confirmed.status == 302)
            let visitor = try await Visitor(server, email: Self.new, password: TestServer.newPassword)
            let own = try await visitor.readSelf().json["data"]
            #expect(own?["first_name"] == "Nea" && own?["last_name"] == "Wer")
            #expect(own?["role"]?.string == fixture.member.rawValue)
            #expect(confirmed["location"] == "/admin/users/\(own?["id"]?.string ?? "")")
            // Where the redirect leads, a client finds a page.
            #expect(try await server.client.send("GET", confirmed["location"] ?? "").status == 200)
        }
    }

    @Test("D8: whoever registered an address first, the password is that of the link that its owner opens")
    func strangersPassword() async throws {
        try await Self.run { server, _ in
            let strangers = try await server.registrationToken(Self.new, password: "the stranger's 13")
            let own = try await server.registrationToken(Self.new, password: "the owner's own 14")
            #expect(try await server.confirm(own).status == 302)
            #expect(try await server.signIn(Self.new, "the owner's own 14").status == 200)
            #expect(try await server.signIn(Self.new, "the stranger's 13").status == 401)
            // What else was waiting is discarded.
            let late = try await server.confirm(strangers)
            #expect(late.status == 403)
            #expect(late.errorCode == "FORBIDDEN")
            #expect(try await server.signIn(Self.new, "the owner's own 14").status == 200)
        }
    }

    @Test("however often a stranger registers the address, the link that its owner was sent works")
    func strangersKillNoLink() async throws {
        try await Self.run { server, _ in
            let own = try await server.registrationToken(Self.new, password: "the owner's own 14")
            for index in 0..<Register.mostWaiting + 5 {
                let answer = try await server.post(
                    "/users/register", ["email": .string(Self.new), "password": .string("the stranger's \(index)")])
                #expect(answer.status == 204)
            }
            // What is queued after them has come: so have all that are to come.
            _ = try await server.registrationToken("last@example.com")
            #expect(server.outbox.mails(.registration, to: Self.new).count == Register.mostWaiting)
            #expect(try await server.confirm(own).status == 302)
            #expect(try await server.signIn(Self.new, "the owner's own 14").status == 200)
        }
    }

    @Test("the role of the settings may be deleted: who registers then has none, and nobody is told who has an account")
    func deletedRole() async throws {
        try await Self.run { server, _ in
            let made = try await server.post("/roles", ["name": "Guest"], headers: TestServer.asAdministrator)
            let role = try #require(made.json["data"]?["id"]?.string)
            try await server.set(["public_registration_role": .string(role)])
            let deleted = try await server.client.send("DELETE", "/roles/\(role)", headers: TestServer.asAdministrator)
            #expect(deleted.status == 204)
            let settings = try await server.client.send("GET", "/settings", headers: TestServer.asAdministrator)
            #expect(settings.json["data"]?["public_registration_role"] == .null)
            // As if an older version had left it there.
            try await server.vault.write(.durable) { try $0.set("public_registration_role", to: .string(role)) }
            let token = try await server.registrationToken(Self.new)
            #expect(try await server.confirm(token).status == 302)
            #expect(try await server.signIn(Self.new, TestServer.newPassword).status == 200)
        }
    }

    @Test(
        "the filter of addresses does not look at their case",
        arguments: [
            (["email": ["_ends_with": "@Company.example"]], "ada@COMPANY.example", 204),
            (["_and": [["email": ["_nends_with": "@Evil.example"]]]], "eve@EVIL.example", 403),
            (["_and": [["email": ["_nends_with": "@evil.example"]]]], "ada@company.example", 204),
        ] as [(JSON, String, Int)])
    func filterCase(filter: JSON, address: String, status: Int) async throws {
        try await Self.run(["public_registration": true, "public_registration_email_filter": filter]) { server, _ in
            let answer = try await server.post(
                "/users/register", ["email": .string(address), "password": .string(TestServer.newPassword)])
            #expect(answer.status == status)
        }
    }

    @Test("an administrator who activates an account that nobody has confirmed gives it to nobody")
    func activatedByHand() async throws {
        try await Self.run { server, _ in
            _ = try await server.registrationToken(Self.new)
            let found = try await server.client.send(
                "GET", "/users?filter[email][_eq]=\(Self.new)", headers: TestServer.asAdministrator)
            let id = try #require(found.json["data"]?.array?.first?["id"]?.string)
            let patched = try await server.client.send(
                "PATCH", "/users/\(id)", headers: TestServer.asAdministrator, json: ["status": "active"])
            #expect(patched.status == 200)
            #expect(try await server.signIn(Self.new, TestServer.newPassword).status == 401)
            // Its owner gets in by a mail.
            let token = try await server.passwordResetToken(Self.new)
            #expect(try await server.reset(token).status == 204)
            #expect(try await server.signIn(Self.new, TestServer.newPassword).status == 200)
        }
    }

    @Test(
        "D8: who only looks at a link confirms nothing: a browser is asked, and a HEAD changes nothing",
        arguments: ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "TEXT/HTML"])
    func scanners(accept: String) async throws {
        try await Self.run { server, _ in
            let token = try await server.registrationToken(Self.new)
            let path = "/users/register/verify-email?token=\(token)"
            #expect(try await server.client.send("HEAD", path).status == 302)
            let asked = try await server.confirm(token, headers: [("Accept", accept)])
            #expect(asked.status == 302)
            #expect(asked["location"] == "../../admin/verify-email?token=\(token)")
            #expect(asked["cache-control"] == "no-store")
            let page = try await server.client.send("GET", "/admin/verify-email?token=\(token)")
            #expect(page.status == 200)
            #expect(page.text.contains("<button"))
            #expect(try await server.signIn(Self.new, TestServer.newPassword).status == 401)
            let pressed = try await Self.submit(server, "/admin/verify-email", "token=\(token)")
            #expect(pressed.status == 200)
            #expect(try await server.signIn(Self.new, TestServer.newPassword).status == 200)
        }
    }

    static func submit(_ server: TestServer, _ path: String, _ form: String) async throws -> HTTPAnswer {
        try await server.client.send(
            "POST", path, headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(form.utf8))
    }

    /// Who may have the address already.
    static let known = ["alice", "susp", "inv", "draft", "arch", "ext"]

    @Test(
        "attacks 12 and 13: whoever has the address, a registration is answered alike and costs one hash",
        arguments: known)
    func enumeration(name: String) async throws {
        let passwords = CountingHasher()
        try await Self.run(passwords: passwords) { server, _ in
            func register(_ email: String) async throws -> (HTTPAnswer, Int) {
                let before = passwords.hashes
                let answer = try await server.post(
                    "/users/register", ["email": .string(email), "password": .string(TestServer.newPassword)])
                return (answer, passwords.hashes - before)
            }
            let (new, known) = (try await register(Self.new), try await register("\(name)@example.com"))
            #expect(new.0.status == 204 && known.0.status == 204)
            #expect(new.1 == 1 && known.1 == 1)
            #expect(new.0.body == known.0.body)
            #expect(
                new.0.headers.filter { $0.name.lowercased() != "date" }.map(\.value)
                    == known.0.headers.filter { $0.name.lowercased() != "date" }.map(\.value))
            try await server.outbox.mails(.registration, to: Self.new, atLeast: 1)
            #expect(server.outbox.mails(to: "\(name)@example.com").isEmpty)
            // And nothing has become of the account.
            #expect(try await server.signIn("\(name)@example.com", TestServer.newPassword).status == 401)
        }
    }

    @Test("D8: a weak password is refused for everybody, and costs no hash", arguments: known + ["new"])
    func weakPassword(name: String) async throws {
        let passwords = CountingHasher()
        try await Self.run(
            ["public_registration": true, "auth_password_policy": "/^.{8,}$/"], passwords: passwords
        ) { server, _ in
            let before = passwords.hashes
            let answer = try await server.post(
                "/users/register", ["email": .string("\(name)@example.com"), "password": "short"])
            #expect(answer.status == 400)
            #expect(answer.errorCode == "FAILED_VALIDATION")
            #expect(!answer.text.contains("short"))
            #expect(passwords.hashes == before)
        }
    }

    @Test("without verification an account is active at once, and a known one stays as it is")
    func withoutVerification() async throws {
        try await Self.run(["public_registration": true, "public_registration_verify_email": false]) { server, _ in
            for address in [Self.new, "alice@example.com"] {
                let answer = try await server.post(
                    "/users/register", ["email": .string(address), "password": .string(TestServer.newPassword)])
                #expect(answer.status == 204)
            }
            #expect(try await server.signIn(Self.new, TestServer.newPassword).status == 200)
            #expect(try await server.signIn("alice@example.com", TestServer.newPassword).status == 401)
            #expect(try await server.signIn("alice@example.com", Fixture.password).status == 200)
        }
    }

    @Test(
        "who is not admitted is told so, whoever has the address",
        arguments: [
            ["public_registration": false],
            [
                "public_registration": true,
                "public_registration_email_filter": ["email": ["_ends_with": "@company.example"]],
            ],
        ] as [JSON])
    func closed(settings: JSON) async throws {
        try await Self.run(settings) { server, _ in
            for address in [Self.new, "alice@example.com"] {
                let answer = try await server.post(
                    "/users/register", ["email": .string(address), "password": .string(TestServer.newPassword)])
                #expect(answer.status == 403)
                #expect(answer.errorCode == "FORBIDDEN")
            }
        }
    }

    @Test("ten who register one address at once make one account, and each confirms his own password or none")
    func race() async throws {
        try await Self.run { server, _ in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for index in 0..<10 {
                    tasks.addTask {
                        let answer = try await server.post(
                            "/users/register",
                            ["email": .string(Self.new), "password": .string("password number \(index)")])
                        #expect(answer.status == 204)
                    }
                }
                try await tasks.waitForAll()
            }
            let found = try await server.client.send(
                "GET", "/users?filter[email][_eq]=\(Self.new)", headers: TestServer.asAdministrator)
            #expect(found.json["data"]?.array?.count == 1)
            try await server.outbox.mails(.registration, to: Self.new, atLeast: 10)
            let own = try await server.registrationToken(Self.new, password: "the owner's own 14")
            #expect(try await server.confirm(own).status == 302)
            #expect(try await server.signIn(Self.new, "the owner's own 14").status == 200)
        }
    }

    @Test("attack 29: pages whose steps are skipped, repeated or left empty change nothing")
    func steps() async throws {
        try await Self.run { server, fixture in
            let tokens = [
                "/admin/reset-password": try await server.passwordResetToken("alice@example.com"),
                "/admin/accept-invite": try await server.invitationToken("guest@example.com", role: fixture.member),
                "/admin/verify-email": try await server.registrationToken(Self.new),
            ]
            for (path, token) in tokens {
                for form in [
                    "", "email=", "email=no+address", "token=", "token=\(token.dropLast())", "password=x",
                    "token[]=\(token)", "%ff=%00",
                ] {
                    let answer = try await Self.submit(server, path, form)
                    #expect(answer.status < 500, "\(path) \(form)")
                }
                let others = tokens.filter { $0.key != path }.values
                for other in others {
                    let answer = try await Self.submit(server, path, "token=\(other)&password=a+good+password+15")
                    #expect(answer.status == 403, "\(path)")
                }
            }
            #expect(try await server.signIn("alice@example.com", Fixture.password).status == 200)
            #expect(try await server.signIn("guest@example.com", "a good password 15").status == 401)
            #expect(try await server.signIn(Self.new, TestServer.newPassword).status == 401)
            for (path, token) in tokens {
                let form = "token=\(token)&password=a+good+password+15"
                #expect(try await Self.submit(server, path, form).status == 200)
                #expect(try await Self.submit(server, path, form).status == 403)
            }
        }
    }
}
