import Logging
import SallyportCore
import SallyportServer
import TestSupport
import Testing

/// Two realms (design section 4): neither door sees, names, counts or blocks the other's accounts, and a token of one opens
/// nothing of the other.
@Suite("Team and store")
struct RealmTests {
    /// Every method and path of the server, with something in place of parameters.
    private static func calls(_ server: TestServer) throws -> [(method: String, path: String)] {
        let configuration = try ServerConfiguration(environment: TestServer.store)
        let routes = ServerApplication(server.installation, configuration, logger: .init(label: "test")).routes
        return routes.compactMap { route in
            let parts = route.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, !parts[1].contains("**"), parts[0] != "OPTIONS" else { return nil }
            let path = parts[1].replacing(/\{[^}]*\}/, with: "00000000-0000-4000-8000-000000000001")
            return (parts[0], path)
        }
    }

    private static func isStores(_ path: String) -> Bool {
        path.hasPrefix("/store") || path.hasPrefix("/auth/customer") || path == "/auth/session"
            || path.hasPrefix("/auth/token")
    }

    /// What needs no credential, or takes none.
    private static func isOpen(_ path: String) -> Bool {
        path == "/" || path == "/robots.txt" || path.hasPrefix("/admin") || path.hasPrefix("/server/ping")
            || ["/auth/login", "/auth/refresh", "/auth/logout"].contains { path.hasPrefix($0) }
    }

    @Test("a customer's tokens and cookies open nothing of Directus', wherever they are shown")
    func storeAtTeam() async throws {
        try await TestServer.openStore { server in
            let cookie = try await server.becomeCustomer()
            let credentials = [try await server.storeToken(), try await server.register("two@example.com"), cookie]
            let calls = try Self.calls(server).filter { !Self.isStores($0.path) && !Self.isOpen($0.path) }
            #expect(calls.count > 60)
            for (method, path) in calls {
                for credential in credentials {
                    let answer = try await server.client.send(
                        method, path, headers: TestServer.bearer(credential), json: [:])
                    // 429: so many tokens that are none were shown by now.
                    #expect([401, 429].contains(answer.status), "\(method) \(path)")
                }
            }
            for credential in credentials {
                for mode in ["json", "cookie", "session"] {
                    let headers = [
                        (
                            "Cookie",
                            "directus_refresh_token=\(credential); directus_session_token=\(credential)"
                        )
                    ]
                    for path in ["/auth/refresh", "/auth/logout"] {
                        let answer = try await server.client.send(
                            "POST", path, headers: headers,
                            json: ["mode": .string(mode), "refresh_token": .string(credential)])
                        #expect(answer.json["data"] == nil, "\(path) \(mode)")
                    }
                }
            }
            // Nothing of it has ended the customer's session.
            #expect(try await server.storeMe(TestServer.cookie(cookie)).status == 200)
        }
    }

    @Test("the team's tokens and cookies open nothing of the store's, wherever they are shown")
    func teamAtStore() async throws {
        try await TestServer.openStore { server in
            let json = try await Visitor(server)
            let session = try await Visitor(server, .session)
            let credentials = [
                try #require(json.accessToken), json.credential, session.credential, Fixture.administratorToken,
                Fixture.bobToken, try await server.passwordResetToken("alice@example.com"),
            ]
            let key = [("x-publishable-api-key", try await server.core.store.publishableKeys.create("shop").token)]
            let calls = try Self.calls(server).filter { Self.isStores($0.path) }
            #expect(calls.count >= 15)
            for (method, path) in calls {
                for credential in credentials {
                    for headers in [TestServer.bearer(credential), TestServer.cookie(credential)] {
                        let answer = try await server.client.send(method, path, headers: headers + key, json: [:])
                        // Whether somebody exists is asked without, and signing out is never refused.
                        let open = ["GET /store/auth/0", "GET /store/auth/token", "DELETE /store/auth"]
                        let isOpen = open.contains { "\(method) \(path)".hasPrefix($0) }
                        #expect(
                            isOpen || [400, 401, 404].contains(answer.status), "\(method) \(path) \(answer.status)")
                    }
                }
            }
            #expect(try await json.readSelf().status == 200)
            #expect(try await session.readSelf().status == 200)
        }
    }

    @Test("a token in the other door's words, though it is signed with the other door's secret, opens nothing there")
    func crafted() async throws {
        let secrets = [
            "SECRET": "a secret of the team's own, which is long enough",
            "JWT_SECRET": "and one that only the store has, as long",
        ]
        try await TestServer.openStore(secrets) { server in
            try await server.becomeCustomer()
            let store = try #require(JSONWebToken(try await server.storeToken()))
            let team = try #require(JSONWebToken(try await Visitor(server).accessToken ?? ""))
            let session = try #require(store.claims["sid"])
            let customer = try #require(store.claims["customer_id"])
            // Directus' form for a customer's session: as a bearer token, at the paths that would show most.
            let asTeam = JSONWebToken(
                claims: [
                    "id": customer, "role": .null, "app_access": true, "admin_access": true, "sid": session, "n": 0,
                    "iat": try #require(team.claims["iat"]), "exp": try #require(team.claims["exp"]),
                    "iss": "directus",
                ]
            ).signed(with: secrets["SECRET"])
            for path in ["/users/me", "/users", "/sessions", "/activity", "/settings"] {
                let headers = TestServer.bearer(asTeam)
                #expect(try await server.client.send("GET", path, headers: headers).status == 401, "\(path)")
            }
            // Medusa's forms for an account and a session of the team.
            let id = try #require(team.claims["id"]?.string)
            let times: JSON.Object = [
                "sid": try #require(team.claims["sid"]), "iat": try #require(store.claims["iat"]),
                "exp": try #require(store.claims["exp"]),
            ]
            var first: JSON.Object = ["customer_id": .string(id), "domain": "store"]
            var second: JSON.Object = [
                "actor_id": .string("cus_" + id), "actor_type": "customer", "auth_identity_id": .string("authid_" + id),
            ]
            for member in times.members {
                first.append(member.name, member.value)
                second.append(member.name, member.value)
            }
            let key = [("x-publishable-api-key", try await server.core.store.publishableKeys.create("shop").token)]
            for claims in [first, second] {
                let headers = TestServer.bearer(JSONWebToken(claims: claims).signed(with: secrets["JWT_SECRET"]))
                for path in ["/store/auth", "/store/customers/me"] {
                    #expect(try await server.client.send("GET", path, headers: headers + key).status == 401)
                }
                let renewed = try await server.post("/auth/token/refresh", [:], headers: headers)
                #expect(renewed.status == 401)
            }
            // The same forms of the own realm are good: what is refused is the other realm, not the form.
            let own = JSONWebToken(claims: store.claims).signed(with: secrets["JWT_SECRET"])
            #expect(try await server.storeMe(TestServer.bearer(own)).status == 200)
        }
    }

    @Test("one address in both realms: each door knows its own password, and shows, counts and blocks its own only")
    func sameAddress() async throws {
        try await TestServer.openStore { server in
            let email = "alice@example.com"
            try await server.becomeCustomer(email)
            #expect(try await server.storeSignIn(email, Fixture.password).status == 401)
            #expect(try await server.signIn(email, TestServer.customerPassword).status == 401)
            #expect(try await server.storeSignIn(email).status == 200)
            #expect(try await server.signIn(email, Fixture.password).status == 200)
            // Not listed, counted or found at the other door.
            let users = try await server.client.send(
                "GET", "/users?fields=email,id&limit=-1", headers: TestServer.asAdministrator)
            #expect(!users.text.contains("cus_"))
            let mine = users.json["data"]?.array?.filter { $0["email"]?.string == email } ?? []
            #expect(mine.count == 1)
            for path in ["/activity?limit=-1", "/sessions?limit=-1"] {
                let text = try await server.client.send("GET", path, headers: TestServer.asAdministrator).text
                #expect(!text.contains("cus_"), "\(path)")
            }
            let customer = try #require(
                try await server.vault.read { try $0.account(EmailAddress(email), in: .store)?.id })
            let other = try await server.client.send(
                "PATCH", "/users/\(customer)", headers: TestServer.asAdministrator, json: ["status": "suspended"])
            #expect(other.errorCode == "FORBIDDEN")
            // The store's failures do not count for the team's account, but for the network.
            for _ in 0..<30 { _ = try await server.storeSignIn(email, "wrong") }
            #expect(try await server.storeSignIn(email).status == 429)
            #expect(try await server.signIn(email, Fixture.password).status == 200)
            // A reset of one is none of the other, and its link is no good there.
            let token = try await server.customerResetToken(email)
            #expect(try await server.reset(token).errorCode == "FORBIDDEN")
            let page = try await server.client.send("GET", "/admin/reset-password?token=\(token)")
            #expect(page.status == 403)
            let team = try await server.passwordResetToken(email)
            let refused = try await server.post(
                "/store/customers/password-reset",
                ["email": .string(email), "token": .string(team), "password": "another one"])
            #expect(refused.status == 401)
            #expect(try await server.signIn(email, Fixture.password).status == 200)
        }
    }
}
