import DirectusSDK
import Foundation
import Testing

@Suite("DirectusSDK with a real server's settings, log and utilities", .timeLimit(.minutes(5)))
struct DirectusPeerProjectTests {
    private let mark = PeerMark()

    @Test("settings are read and changed, and the log tells who signed in")
    func settingsAndActivity() async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(.json)
            let before = try await client.request(.readSettings(), as: DirectusSettings.self)
            #expect(before.projectName?.isEmpty == false)
            let changed = try await client.request(
                .updateSettings(["project_descriptor": mark.text]), as: DirectusSettings.self)
            #expect(changed.projectDescriptor == mark.text)
            #expect(changed.projectName == before.projectName)
            let restored: JSON = ["project_descriptor": JSON(before.projectDescriptor)]
            try await client.request(.updateSettings(restored))

            let me = try #require(try await client.request(.readMe(), as: DirectusUser.self).id)
            let logins: Filter = ["user": .eq(me), "action": .eq(DirectusActivity.Action.login)]
            let last = try #require(
                try await client.request(
                    .readActivities(Query(filter: logins, sort: ["-timestamp"], limit: 1)), as: [DirectusActivity].self
                ).first)
            #expect(last.action == .login && last.user?.key == me && last.item == me)
            #expect(abs(try #require(last.timestamp).timeIntervalSinceNow) < 3600)
            let one = try await client.request(
                .readActivity(try #require(last.id), Query(fields: ["id", ["user": ["email"]]])),
                as: DirectusActivity.self)
            #expect(one.user?.item?.email?.lowercased() == peer.email.lowercased())
            try await client.logout()
        }
    }

    @Test("text is hashed and compared, and made by chance")
    func utilities() async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(.json)
            let hash = try await client.request(.generateHash("open sesame"))
            #expect(try await client.request(.verifyHash("open sesame", hash)))
            #expect(try await client.request(.verifyHash("open barley", hash)) == false)
            let (first, second) = try await (
                client.request(.randomString(length: 40)), client.request(.randomString(length: 40))
            )
            #expect(first.count == 40 && first != second)
            try await client.logout()
        }
    }
}
