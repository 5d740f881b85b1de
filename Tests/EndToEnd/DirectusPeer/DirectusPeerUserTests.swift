import DirectusSDK
import Foundation
import Testing

@Suite("DirectusSDK administers the users of a real server", .timeLimit(.minutes(5)))
struct DirectusPeerUserTests {
    private let mark = PeerMark()
    private let names = ["Ada", "Grace", "Alan"]

    private func makeUsers(by client: DirectusSessionClient) async throws -> [DirectusUser] {
        let people: [JSON] = names.map { name in
            ["first_name": JSON(name), "email": JSON(mark.email(name)), "password": JSON("\(name)s-own-pass-w0rd")]
        }
        return try await client.request(.createUsers(people), as: [DirectusUser].self)
    }

    @Test("users are made and found: by filter, order, page, search, and by a query in the body")
    func findUsers() async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(.json)
            let made = try await makeUsers(by: client)
            #expect(made.map(\.firstName) == names)
            #expect(made.allSatisfy { $0.status == .active && $0.password == "**********" && $0.token == nil })

            func found(_ query: Query) async throws -> [String?] {
                let plain = try await client.request(.readUsers(query), as: [DirectusUser].self).map(\.firstName)
                let long = try await client.request(.withSearch(.readUsers(query)), as: [DirectusUser].self)
                #expect(long.map(\.firstName) == plain)
                return plain
            }
            #expect(try await found(Query(filter: mark.accounts, sort: ["first_name"])) == ["Ada", "Alan", "Grace"])
            #expect(try await found(Query(filter: mark.accounts, sort: ["-first_name"], limit: 1)) == ["Grace"])
            #expect(try await found(Query(filter: mark.accounts, sort: ["first_name"], limit: 2, page: 2)) == ["Grace"])
            #expect(try await found(Query(filter: mark.accounts, search: "alan@")) == ["Alan"])
            let either = Filter.or(["first_name": .eq("Ada")], ["first_name": .istartsWith("gr")])
            #expect(
                try await found(Query(filter: .and(mark.accounts, either), sort: ["first_name"])) == ["Ada", "Grace"])
            let listed: Filter = ["id": .in(made.compactMap(\.id)), "first_name": .neq("Ada")]
            #expect(try await found(Query(filter: listed, sort: ["first_name"])) == ["Alan", "Grace"])

            let counted = try await client.response(
                for: .readUsers(Query(filter: mark.accounts, limit: 1, meta: "filter_count")))
            #expect(counted.meta?["filter_count"] == 3)
            let groups = try await client.request(
                .aggregate("directus_users", [.count("*")], groupBy: ["status"], query: Query(filter: mark.accounts)))
            #expect(groups.array?.count == 1)
            #expect(groups.array?.first?["status"] == "active" && groups.array?.first?["count"] == "3")

            try await client.request(.deleteUsers(made.compactMap(\.id)))
            #expect(try await found(Query(filter: mark.accounts)) == [])
            try await client.logout()
        }
    }

    @Test("users are changed one, many, and each by its own values; deleted, they are nobody's")
    func changeUsers() async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(.json)
            let ids = try await makeUsers(by: client).compactMap(\.id)
            try #require(ids.count == 3)

            let title = try await client.request(
                .updateUser(ids[0], ["title": "Countess"], Query(fields: ["title"])), as: DirectusUser.self)
            #expect(title.title == "Countess" && title.id == nil)
            let draft: JSON = ["status": JSON(DirectusUser.Status.draft.rawValue), "tags": ["pioneer"]]
            let many = try await client.request(.updateUsers(ids, draft), as: [DirectusUser].self)
            #expect(many.allSatisfy { $0.status == .draft && $0.tags == ["pioneer"] } && many.count == 3)
            let each = try await client.request(
                .updateUsersBatch(
                    [
                        ["id": JSON(ids[1]), "title": "Admiral"], ["id": JSON(ids[2]), "title": "Fellow"],
                    ] as [JSON]), as: [DirectusUser].self)
            #expect(Set(each.map(\.title)) == ["Admiral", "Fellow"])

            let twice: JSON = ["email": JSON(mark.email("ADA"))]
            let taken = await #expect(throws: DirectusError.self) { try await client.request(.createUser(twice)) }
            #expect(taken?.code == .recordNotUnique)
            let noAddress = await #expect(throws: DirectusError.self) {
                try await client.request(.createUser(["email": "nonsense"]))
            }
            #expect(noAddress?.code == .failedValidation)

            try await client.request(.deleteUser(ids[0]))
            try await client.request(.deleteUsers(Array(ids.dropFirst())))
            let gone = await #expect(throws: DirectusError.self) { try await client.request(.readUser(ids[0])) }
            #expect(gone?.code == .forbidden)
            try await client.logout()
        }
    }
}
