import DirectusSDK
import Foundation
import TestSupport
import Testing

/// What the SDK and this project's server can do together, and a Directus cannot (design section 7, D1 and D2).
@Suite("DirectusSDK with Sallyport", .timeLimit(.minutes(5)))
struct SallyportPeerTests {
    @Test(
        "an app that was killed after the server's commit and before it stored the new tokens is still signed in",
        arguments: DirectusPeerTests.modes)
    func killedBeforeStoring(mode: AuthenticationMode) async throws {
        // No grace: the successor's never having been seen is what counts (rule 5.2).
        try await Peer.useSallyport(["SESSION_REFRESH_GRACE_PERIOD": "0s"]) { peer, _ in
            let stored = MemoryStorage()
            let client = try await peer.signedIn(mode, storage: stored)
            let before = try #require(await stored.get())
            try await client.refresh()
            let restarted = peer.client(mode, storage: MemoryStorage(before))
            try await restarted.refresh()
            try await restarted.request(.readMe())
        }
    }

    @Test("after a logout the access token is refused too", arguments: DirectusPeerTests.modes)
    func accessAfterLogout(mode: AuthenticationMode) async throws {
        try await Peer.useSallyport { peer, _ in
            let storage = MemoryStorage()
            let client = try await peer.signedIn(mode, storage: storage)
            let data = try #require(await storage.get())
            try await client.logout()
            let thief = peer.client(mode, storage: MemoryStorage(data))
            let error = await #expect(throws: DirectusError.self) { try await thief.request(.readMe()) }
            #expect(error?.code == .invalidCredentials)
            #expect(try await thief.getToken() == nil)
        }
    }

    @Test(
        "a server that was killed and started again finds everybody still signed in", arguments: DirectusPeerTests.modes
    )
    func restart(mode: AuthenticationMode) async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let url = try #require(URL(string: "http://127.0.0.1:\(server.port)"))
            let peer = Peer(url: url, email: Administrator.email, password: Administrator.password)
            let client = try await peer.signedIn(mode)
            await server.kill()
            let error = await #expect(throws: DirectusError.self) { try await client.refresh() }
            #expect(error?.code == .network)
            _ = try await site.serve(["PORT": "\(server.port)"])
            try await client.refresh()
            try await client.request(.readMe())
        }
    }

    @Test("tokens that live one second are refreshed in time: a hundred requests in a row, none refused")
    func shortLife() async throws {
        try await Peer.useSallyport(["ACCESS_TOKEN_TTL": "1s"]) { peer, _ in
            let client = try await peer.signedIn(.json)
            let end = ContinuousClock.now + .seconds(4)
            var count = 0
            while ContinuousClock.now < end || count < 100 {
                try await client.request(.readMe())
                count += 1
            }
        }
    }

    @Test(
        "somebody sees where he is signed in, ends one session, and then all but his own",
        arguments: DirectusPeerTests.modes)
    func sessions(mode: AuthenticationMode) async throws {
        try await Peer.useSallyport { peer, _ in
            let client = try await peer.signedIn(mode)
            let phone = try await peer.signedIn(.json)
            let tablet = try await peer.signedIn(.session)
            let me = try #require(try await client.request(.readMe(), as: DirectusUser.self).id)

            let oldestFirst = Query(sort: ["created"])
            let all = try await client.request(.readSessions(oldestFirst), as: [DirectusSession].self)
            #expect(all.count == 3)
            #expect(all.allSatisfy { $0.user?.key == me && $0.ip == "127.0.0.1" && $0.provider == "default" })
            for session in all {
                let (created, expires) = (try #require(session.created), try #require(session.expires))
                #expect(abs(created.timeIntervalSinceNow) < 3600 && expires > created)
            }
            #expect(all.filter { $0.isCurrent == true }.count == 1)
            let ofPhone = try #require(
                try await phone.request(.readSessions(), as: [DirectusSession].self).first { $0.isCurrent == true })
            let id = try #require(ofPhone.id)
            #expect(try await client.request(.readSession(id), as: DirectusSession.self).isCurrent == false)

            try await client.request(.endSession(id))
            let error = await #expect(throws: DirectusError.self) { try await phone.request(.readMe()) }
            #expect(error?.code == .invalidCredentials)
            #expect(try await phone.getToken() == nil)
            try await tablet.request(.readMe())

            try await client.request(.endOtherSessions())
            await #expect(throws: DirectusError.self) { try await tablet.request(.readMe()) }
            let left = try await client.request(.readSessions(), as: [DirectusSession].self)
            #expect(left.map(\.isCurrent) == [true])
            try await client.refresh()
        }
    }

    @Test("nobody but an administrator sees or ends somebody else's sessions")
    func foreignSessions() async throws {
        try await Peer.useSallyport { peer, _ in
            let administrator = try await peer.signedIn(.json)
            let own = try #require(
                try await administrator.request(.readSessions(), as: [DirectusSession].self).first?.id)
            try await administrator.request(.createUser(["email": "eve@example.com", "password": "eves-own-password"]))
            let eve = peer.client(.json)
            try await eve.login(email: "eve@example.com", password: "eves-own-password")

            let seen = try await eve.request(.readSessions(), as: [DirectusSession].self)
            #expect(seen.map(\.isCurrent) == [true])
            let theirs = [own] + seen.compactMap(\.id)
            for command in [RESTCommand.endSession(own), .endSessions([own]), .endSessions(theirs)] {
                let error = await #expect(throws: DirectusError.self) { try await eve.request(command) }
                #expect(error?.code == .forbidden)
            }
            let unseen = await #expect(throws: DirectusError.self) { try await eve.request(.readSession(own)) }
            #expect(unseen?.code == .forbidden)
            try await eve.request(.endOtherSessions())
            try await administrator.request(.readMe())
            try await eve.request(.readMe())

            try await administrator.request(.endSessions(seen.compactMap(\.id)))
            let over = await #expect(throws: DirectusError.self) { try await eve.refresh() }
            #expect(over?.code == .invalidCredentials)
        }
    }
}
