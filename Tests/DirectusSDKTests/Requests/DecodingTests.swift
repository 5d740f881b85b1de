import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Answers are read as types of the app's")
struct DecodingTests {
    private struct Article: Decodable, Sendable, Equatable {
        struct Author: Decodable, Sendable, Equatable {
            let name: String
        }
        let id: Int
        let title: String
        let author: Author?
        let more: JSON?
    }

    private static func fixture(_ data: JSON) throws -> RequestFixture {
        try RequestFixture { _, _ in .json(["data": data]) }
    }

    @Test("one item, a list, and what is null or missing")
    func typed() async throws {
        let list = try Self.fixture([
            ["id": 1, "title": "a", "author": ["name": "Ada"], "more": ["b": [1, .null]]],
            ["id": 2, "title": "b", "author": .null, "unknown": true],
        ])
        let articles = try await list.client.request(.readItems("articles"), as: [Article].self)
        #expect(
            articles == [
                Article(id: 1, title: "a", author: Article.Author(name: "Ada"), more: ["b": [1, .null]]),
                Article(id: 2, title: "b", author: nil, more: nil),
            ])
        let one = try Self.fixture(["id": 1, "title": "a"])
        let article: Article = try await one.client.request(.readItem("articles", 1))
        #expect(article.title == "a")
    }

    @Test("an account, of which the query asked for some fields")
    func user() async throws {
        let fixture = try Self.fixture([
            "id": "u1", "first_name": "Ada", "last_name": .null, "email": "ada@example.com",
            "role": ["id": "r1", "name": "Editor"], "tags": ["a"], "email_notifications": true,
            "last_access": "2026-06-05T10:00:00.000Z", "external_identifier": "cn=ada",
        ])
        let user = try await fixture.client.request(.readMe(), as: DirectusUser.self)
        #expect(user.id == "u1")
        #expect(user.firstName == "Ada")
        #expect(user.lastName == nil)
        #expect(user.email == "ada@example.com")
        #expect(user.role?.item?.name == "Editor")
        #expect(user.tags == ["a"])
        #expect(user.emailNotifications == true)
        #expect(user.lastAccess == Date(timeIntervalSince1970: 1_780_653_600))
        #expect(user.externalIdentifier == "cn=ada")
        #expect(user.status == nil)
    }

    @Test(
        "what does not fit is named by its place, and never by its value",
        arguments: [
            (["id": 1, "title": "a", "author": ["name": 4711]], "author.name"),
            (["id": "s3cret", "title": "a"], "id"), (["id": 1, "title": .null], "title"), (["id": 1], "title"),
            ("s3cret", "top"), (["id": 1, "title": "a", "author": ["s3cret"]], "author"),
        ] as [(JSON, String)])
    func place(data: JSON, place: String) async throws {
        let fixture = try Self.fixture(data)
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readItem("articles", 1), as: Article.self)
        }
        #expect(error?.code == .decodingFailed)
        #expect(error?.underlyingError is DecodingError)
        #expect(error?.isRetryable == false)
        let printed = Printed.all(of: error as Any)
        #expect(printed.contains(place))
        #expect(!printed.contains("s3cret") && !printed.contains("4711"))
    }

    @Test("the place in a list is its number")
    func index() async throws {
        let fixture = try Self.fixture([["id": 1, "title": "a"], ["id": 2, "title": 5]])
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readItems("articles"), as: [Article].self)
        }
        #expect(error?.message.contains("1") == true)
        #expect(error?.message.contains("title") == true)
    }

    @Test("numbers of any size and text of any kind come through")
    func extremes() async throws {
        let fixture = try RequestFixture { _, _ in
            TransportResponse(
                status: 200, headers: ["Content-Type": "application/json"],
                body: Data(#"{"data":[9007199254740993,-1,0.1,1e300,true]}"#.utf8))
        }
        let data = try await fixture.client.request(.readMe())
        #expect(data.array?[0] == .integer(9_007_199_254_740_993))
        let doubles = try await fixture.client.request(
            .customEndpoint(path: "/x"), as: JSON.self)
        #expect(doubles.array?[3] == .number(1e300))
    }
}
