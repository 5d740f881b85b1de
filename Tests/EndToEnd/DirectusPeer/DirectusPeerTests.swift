import DirectusSDK
import Foundation
import Synchronization
import Testing

/// The SDK over loopback against a real server; `Tests/EndToEnd/directus-peer.sh` runs the same against any Directus.
@Suite("DirectusSDK with a real server", .timeLimit(.minutes(5)))
struct DirectusPeerTests {
    static let modes: [AuthenticationMode] = [.json, .cookie, .session]

    @Test("sign in, ask, refresh, ask again, sign out", arguments: modes)
    func wholeWay(mode: AuthenticationMode) async throws {
        try await Peer.use { peer in
            let client = peer.client(mode)
            var changes = client.authenticationChanges.makeAsyncIterator()
            #expect(await changes.next() == .loading)
            #expect(await changes.next() == .signedOut(.noSession))
            let first = try await client.login(email: peer.email, password: peer.password)
            #expect(await changes.next() == .signedIn(.fresh))
            #expect((first.accessToken == nil) == (mode == .session))
            #expect((first.refreshToken != nil) == (mode == .json))
            #expect(first.cookies.isEmpty == (mode == .json))
            let me = try await client.request(.readMe(Query(fields: ["id", "email"])), as: DirectusUser.self)
            #expect(me.email?.lowercased() == peer.email.lowercased())
            let second = try await client.refresh()
            #expect(second.expires == first.expires)
            let again = try await client.request(.readMe(), as: DirectusUser.self)
            #expect(again.id == me.id)
            try await client.logout()
            #expect(await changes.next() == .signedOut(.loggedOut))
            #expect(try await client.getToken() == nil)
            await #expect(throws: DirectusError.self) { try await client.request(.readMe()) }
        }
    }

    @Test("a wrong password is refused with the server's code, and who was signed in stays so", arguments: modes)
    func wrongPassword(mode: AuthenticationMode) async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(mode)
            let error = await #expect(throws: DirectusError.self) {
                try await client.login(email: peer.email, password: "not-the-password")
            }
            #expect(error?.code == .invalidCredentials)
            #expect(error?.status == 401)
            #expect(error?.description.contains("not-the-password") == false)
            try await client.request(.readMe())
            try await client.logout()
        }
    }

    @Test("a session that a storage holds goes on in a new client", arguments: modes)
    func storage(mode: AuthenticationMode) async throws {
        try await Peer.use { peer in
            let folder = FileManager.default.temporaryDirectory.appending(path: "sdk-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: "session.json")
            let first = try await peer.signedIn(mode, storage: FileStorage(url: file))
            let id = try await first.request(.readMe(), as: DirectusUser.self).id
            let second = peer.client(mode, storage: FileStorage(url: file))
            #expect(try await second.request(.readMe(), as: DirectusUser.self).id == id)
            try await second.refresh()
            #expect(try await first.request(.readMe(), as: DirectusUser.self).id == id)
            try await second.logout()
            #expect(try await first.getToken() == nil)
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }

    @Test("a storage of the app's own is all that a session needs", arguments: modes)
    func ownStorage(mode: AuthenticationMode) async throws {
        actor Drawer: AuthenticationStorage {
            private var bytes: Data?
            func get() throws -> AuthenticationData? {
                try bytes.map { try JSONDecoder().decode(AuthenticationData.self, from: $0) }
            }
            func set(_ data: AuthenticationData?) throws {
                bytes = try data.map { try JSONEncoder().encode($0) }
            }
        }
        try await Peer.use { peer in
            let drawer = Drawer()
            let client = try await peer.signedIn(mode, storage: drawer)
            #expect(try await drawer.get()?.mode == mode)
            try await peer.client(mode, storage: drawer).request(.readMe())
            try await client.logout()
            #expect(try await drawer.get() == nil)
        }
    }

    @Test("thirty requests around five refreshes all go well", arguments: modes)
    func concurrent(mode: AuthenticationMode) async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(mode)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<35 {
                    group.addTask {
                        if index % 7 == 3 { try await client.refresh() } else { try await client.request(.readMe()) }
                    }
                }
                try await group.waitForAll()
            }
            try await client.logout()
        }
    }

    @Test("a session ended elsewhere is over at the next refresh, and says so")
    func endedElsewhere() async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(.json)
            let data = try await client.refresh()
            var changes = client.authenticationChanges.makeAsyncIterator()
            #expect(await changes.next() == .signedIn(.fresh))
            let plain = createDirectus(peer.url).with(.rest())
            try await plain.request(.logout(mode: .json, refreshToken: data.refreshToken))
            let error = await #expect(throws: DirectusError.self) { try await client.refresh() }
            #expect(error?.code == .invalidCredentials)
            #expect(await changes.next() == .signedOut(.ended))
            #expect(try await client.getToken() == nil)
        }
    }

    @Test("a token of one's own serves as a static token, and in one command")
    func staticToken() async throws {
        try await Peer.use { peer in
            let session = try await peer.signedIn(.json)
            let token = try #require(try await session.getToken())
            let service = DirectusClient(url: peer.url, token: token)
            #expect(await service.getToken() == token)
            let me = try await service.request(.readMe(), as: DirectusUser.self)
            let plain = createDirectus(peer.url).with(.rest())
            #expect(try await plain.request(.withToken(token, .readMe()), as: DirectusUser.self).id == me.id)
            await service.setToken("not-a-token")
            let error = await #expect(throws: DirectusError.self) { try await service.request(.readMe()) }
            #expect(error?.status == 401)
            try await session.logout()
        }
    }

    @Test("hooks see requests, answers and errors")
    func hooks() async throws {
        try await Peer.use { peer in
            let seen = Mutex<[String]>([])
            let client = createDirectus(peer.url)
                .with(
                    .rest(
                        onRequest: { request in
                            seen.withLock { $0.append("\(request.method) \(request.url.path)") }
                            return request
                        },
                        onResponse: { response, _ in
                            seen.withLock { $0.append("\(response.status)") }
                            return response
                        },
                        onError: { error, _ in
                            seen.withLock { $0.append(error.code.rawValue) }
                            return error
                        })
                )
            try await client.request(.serverPing())
            _ = try? await client.request(.withToken("not-a-token", .readMe()))
            #expect(
                seen.withLock { $0 } == ["GET /server/ping", "200", "GET /users/me", "INVALID_CREDENTIALS"])
        }
    }

    @Test("what the server says of itself is read")
    func server() async throws {
        try await Peer.use { peer async throws in
            let client = createDirectus(peer.url).with(.rest())
            #expect(try await client.request(.serverPing()) == "pong")
            #expect(try await client.request(.serverInfo())["project"] != nil)
            #expect(try await client.request(.readProviders()).disableDefault == false)
        }
    }

    @Test("what is changed of one's own account is read back")
    func updateMe() async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(.json)
            let before = try await client.request(.readMe(), as: DirectusUser.self)
            let location = "Zürich \(UUID().uuidString)"
            let changed = try await client.request(
                .updateMe(["location": location], Query(fields: ["location"])), as: DirectusUser.self)
            #expect(changed.location == location)
            #expect(changed.id == nil)
            let restored: JSON = ["location": JSON(before.location)]
            try await client.request(.updateMe(restored))
            try await client.logout()
        }
    }

    @Test("an unknown path is the server's own error")
    func unknownPath() async throws {
        try await Peer.use { peer in
            let client = createDirectus(peer.url).with(.rest())
            let error = await #expect(throws: DirectusError.self) {
                try await client.request(.customEndpoint(path: "/no/such/path"))
            }
            #expect(error?.code == .routeNotFound)
            #expect(error?.status == 404)
        }
    }
}
