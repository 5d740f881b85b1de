import Foundation
import MedusaSDK
import SDKTestSupport
import Testing

/// `specs/medusa.md` A6.3: what a server does that renders for many customers.
@Suite("Calls that bring credentials")
struct OwnCredentialsTests {
    @Test(
        "neither use nor change what the client keeps",
        arguments: [
            ["Cookie": "connect.sid=theirs"] as HeaderFields, ["authorization": "Bearer theirs"],
        ])
    func ownCredentials(headers: HeaderFields) async throws {
        let fixture = try Fixture { request, _ in
            switch request.url.path {
            case "/store/auth/token": .accessToken("t\(request.headers["X-Mine"] ?? "2")")
            default: .customer(cookie: sessionCookie("new"))
            }
        }
        let client = fixture.store()
        try await client.auth.getToken(email: "a@b.co", password: "p", customHeaders: ["X-Mine": "1"])
        _ = try await client.customers.retrieve(customHeaders: headers)
        try await client.auth.authenticate(email: "a@b.co", password: "p", customHeaders: headers)
        try await client.auth.getToken(email: "a@b.co", password: "p", customHeaders: headers)
        try await client.auth.deleteSession(customHeaders: headers)
        let theirs = await fixture.transport.requests.dropFirst()
        #expect(theirs.count == 4)
        for request in theirs {
            #expect(request.headers["Cookie"] == headers["Cookie"])
            #expect(request.headers["Authorization"] == headers["Authorization"])
        }
        _ = try await client.customers.retrieve()
        let mine = try await fixture.lastRequest()
        #expect(mine.headers["Authorization"] == "Bearer t1")
        #expect(mine.headers["Cookie"] == nil)
    }

    @Test("go out with nothing that the client keeps when these are empty")
    func suppressed() async throws {
        let fixture = try Fixture { _, number in number == 1 ? .customer(cookie: sessionCookie("c1")) : .customer }
        let client = fixture.store()
        try await client.auth.authenticate(email: "a@b.co", password: "p")
        _ = try await client.customers.retrieve(customHeaders: ["Authorization": ""])
        #expect(await fixture.sent("Cookie") == [nil, nil])
        #expect(await fixture.sent("Authorization") == [nil, nil])
    }

    @Test("a client whose own headers take the cookie away sends none")
    func noCookie() async throws {
        let fixture = try Fixture { _, _ in .customer(cookie: sessionCookie("c1")) }
        let client = fixture.store(customHeaders: ["Cookie": ""])
        try await client.auth.authenticate(email: "a@b.co", password: "p")
        _ = try await client.customers.retrieve()
        #expect(await fixture.sent("Cookie") == [nil, nil])
    }
}
