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
}
