import Foundation
import Logging
import SallyportCore
import SallyportServer
import TestSupport
import Testing

/// Attack 41: without its database the server says so, and lets nobody in (CVE-2024-54151, CVE-2026-126539).
@Suite("Failing closed")
struct FailsClosedTests {
    @Test("attack 41: without the database nobody signs in", arguments: TokenMode.allCases)
    func signIn(_ mode: TokenMode) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            try await server.installation.close()
            expectUnavailable(try await server.signInAsAdministrator(mode: mode))
        }
    }

    @Test(
        "attack 41: without the database nobody refreshes, signs out or is known, in any mode",
        arguments: TokenMode.allCases)
    func session(_ mode: TokenMode) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator(mode)
            try await server.installation.close()
            expectUnavailable(try await visitor.refreshing())
            expectUnavailable(try await visitor.readSelf())
            // A session that could not be ended lives on: whoever wants to sign out has to know.
            expectUnavailable(try await visitor.signOut())
        }
    }

    @Test(
        "attack 41: without the database no token makes an administrator",
        arguments: ["/users/me", "/server/health", "/server/info"])
    func staticToken(_ path: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            try await server.installation.close()
            expectUnavailable(try await server.client.send("GET", path, headers: TestServer.asAdministrator))
            expectUnavailable(try await server.client.send("GET", path + "?access_token=\(Fixture.administratorToken)"))
        }
    }

    @Test("attack 41: without the database nobody changes anything")
    func change() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            try await server.installation.close()
            expectUnavailable(
                try await server.client.send(
                    "PATCH", "/users/me", headers: TestServer.asAdministrator, json: ["password": "another one"]))
        }
    }

    @Test("attack 41: without the database nobody becomes the first administrator, by no way")
    func setUp() async throws {
        try await TestServer.run { server in
            let token = server.installation.setUpToken.reveal()
            try await server.installation.close()
            expectUnavailable(
                try await server.client.send(
                    "POST", "/server/setup",
                    json: ["token": .string(token), "admin": ["email": "eve@example.com", "password": "x"]]))
            expectUnavailable(try await server.client.send("GET", "/admin/setup?token=\(token)"))
            let form = try await server.client.send(
                "POST", "/admin/setup", body: Array("token=\(token)&email=eve%40example.com&password=x".utf8))
            #expect(form.status == 503)
            #expect(try await server.client.send("GET", "/admin/setup?token=wrong").status == 403)
        }
    }

    /// It may be another node's, after a change of `SECRET`: a client must not be told to forget it.
    @Test("a signature that nobody can tell of without the database is unavailable, not invalid")
    func unknownSignature() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator(.session)
            let foreign = visitor.credential.dropLast(8) + "AAAAAAAA"
            try await server.installation.close()
            let headers = [("Cookie", "\(Visitor.sessionCookie)=\(foreign)")]
            expectUnavailable(try await server.client.send("GET", "/users/me", headers: headers))
            for path in ["/auth/refresh", "/auth/logout"] {
                expectUnavailable(
                    try await server.client.send("POST", path, headers: headers, json: ["mode": "session"]))
            }
        }
    }

    @Test("without the database the public learns that the server is not well, and ping still answers")
    func health() async throws {
        try await TestServer.run { server in
            try await server.installation.close()
            let health = try await server.client.send("GET", "/server/health")
            #expect(health.status == 503)
            #expect(health.text == #"{"status":"error"}"#)
            expectUnavailable(try await server.client.send("GET", "/server/info"))
            #expect(try await server.client.send("GET", "/server/ping").text == "pong")
        }
    }

    @Test("what the node still knows it believes for less than a second")
    func cache() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator()
            #expect(try await visitor.readSelf().status == 200)
            await server.core.seen.settle()
            // The first look was before that the token was seen was written down; this one is kept.
            #expect(try await visitor.readSelf().status == 200)
            try await server.installation.close()
            server.clock.advance(by: .seconds(1))
            expectUnavailable(try await visitor.readSelf())
        }
    }

    @Test("a database that goes away while a password is verified lets nobody in", arguments: TokenMode.allCases)
    func goneDuringSignIn(_ mode: TokenMode) async throws {
        let hasher = GatedHasher()
        try await TestServer.run(passwords: hasher) { server in
            try await server.makeAdministrator()
            let installation = server.installation
            hasher.onVerify = { try? await installation.close() }
            let answer = try await server.signInAsAdministrator(mode: mode)
            expectUnavailable(answer)
            #expect(answer["Set-Cookie"] == nil)
        }
    }

    @Test("who cannot be told from others is told nothing: a wrong password is unavailable, too")
    func wrongPassword() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            try await server.installation.close()
            for email in ["admin@example.com", "nobody@example.com"] {
                expectUnavailable(
                    try await server.client.send(
                        "POST", "/auth/login", json: ["email": .string(email), "password": "wrong"]))
            }
        }
    }

    @Test("D22: a hasher that cannot hash lets nobody in, and tells when to come again")
    func hasherFails() async throws {
        try await TestServer.run(passwords: ExhaustedHasher()) { server in
            for email in ["admin@example.com", "nobody@example.com"] {
                let answer = try await server.client.send(
                    "POST", "/auth/login", json: ["email": .string(email), "password": "x"])
                #expect(answer.status == 503)
                #expect(answer.errorCode == "SERVICE_UNAVAILABLE")
                #expect(answer["Retry-After"].flatMap { Int($0) } ?? 0 >= 1)
            }
        }
    }

    @Test("an error tells nothing of the database")
    func noDetails() async throws {
        try await TestServer.run { server in
            try await server.installation.close()
            let answer = try await server.client.send("GET", "/server/info")
            #expect(
                answer.json == [
                    "errors": [
                        [
                            "message": #"Service "database" is unavailable. The database can't be reached."#,
                            "extensions": [
                                "service": "database", "reason": "The database can't be reached",
                                "code": "SERVICE_UNAVAILABLE",
                            ],
                        ]
                    ]
                ])
        }
    }

    /// 503 and its code (Directus spec section 12); never a token, never a cookie, set or cleared.
    private func expectUnavailable(_ answer: HTTPAnswer, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(answer.status == 503, sourceLocation: sourceLocation)
        #expect(answer.errorCode == "SERVICE_UNAVAILABLE", sourceLocation: sourceLocation)
        #expect(answer.json["data"] == nil, sourceLocation: sourceLocation)
        #expect(answer["Set-Cookie"] == nil, sourceLocation: sourceLocation)
    }
}

/// A hasher without memory.
private struct ExhaustedHasher: PasswordHasher {
    func hash(_: Password) async throws(HashFailure) -> PasswordHash { throw .exhausted }

    func verify(_: Password, against _: PasswordHash?) async throws(HashFailure) -> Verification { throw .exhausted }
}
