import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

/// `specs/directus.md` 5.7.
@Suite("An answer is taken out of its envelope")
struct EnvelopeTests {
    private static func answer(
        _ body: String, type: String? = "application/json; charset=utf-8", status: Int = 200
    ) async throws -> JSON {
        let fixture = try RequestFixture { _, _ in
            var headers = HeaderFields()
            headers["Content-Type"] = type
            return TransportResponse(status: status, headers: headers, body: Data(body.utf8))
        }
        return try await fixture.client.request(.readMe())
    }

    @Test(
        "data is what is returned, or the whole without one",
        arguments: [
            (#"{"data":{"b":1,"a":2}}"#, #"{"b":1,"a":2}"#), (#"{"data":[]}"#, "[]"), (#"{"data":null}"#, "null"),
            (#"{"data":false}"#, "false"), (#"{"status":"ok"}"#, #"{"status":"ok"}"#), ("[1,2]", "[1,2]"),
            (#""text""#, #""text""#), (#"{"data":1,"meta":{"total_count":9}}"#, "1"),
        ])
    func data(body: String, data: String) async throws {
        #expect(try await Self.answer(body).text == data)
    }

    @Test(
        "JSON is what its type says",
        arguments: [
            "application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/health+json",
            "application/health+json; charset=utf-8",
        ])
    func types(type: String) async throws {
        #expect(try await Self.answer(#"{"data":1}"#, type: type) == 1)
    }

    @Test("an answer without content is null", arguments: [nil, "application/json", "text/plain"] as [String?])
    func noContent(type: String?) async throws {
        #expect(try await Self.answer("", type: type, status: 204) == .null)
    }

    @Test(
        "another type where JSON is expected is no answer of Directus'",
        arguments: ["text/html", "text/plain", "application/xml", nil] as [String?])
    func otherType(type: String?) async throws {
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await Self.answer("<html><body>Sign in to this network</body></html>", type: type)
        }
        #expect(error?.code == .invalidResponse)
        #expect(error?.status == 200)
        #expect(error?.isRetryable == false)
        #expect(error?.errors.isEmpty == true)
    }

    @Test(
        "JSON that was cut short or is none is no answer of Directus'",
        arguments: [#"{"data":{"id":"#, #"{"data":1"#, "<html>", #"{"data":1}}"#, "\u{FEFF}", "nonsense"])
    func broken(body: String) async throws {
        let error = await #expect(throws: DirectusError.self) { () async throws in try await Self.answer(body) }
        #expect(error?.code == .invalidResponse)
        #expect(error?.status == 200)
        #expect(error?.underlyingError != nil)
    }

    @Test("the status and the header of an answer can be read")
    func around() async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": 1], status: 201, headers: ["X-Trace": "7"]) }
        let response = try await fixture.client.response(for: .createItem("articles", [:] as JSON))
        #expect(response.status == 201)
        #expect(response.headers["x-trace"] == "7")
        #expect(response.data == 1)
    }

    @Test("the counts beside a list can be read")
    func meta() async throws {
        let fixture = try RequestFixture { _, _ in
            .json(["data": [["id": 1]], "meta": ["total_count": 9, "filter_count": 1]])
        }
        let response = try await fixture.client.response(for: .readItems("articles", Query(meta: "*")))
        #expect(response.meta == ["total_count": 9, "filter_count": 1])
        #expect(response.data == [["id": 1]])
        #expect(try await fixture.onlyRequest().parameters == ["meta=*"])
    }

    @Test("a list without counts has none, nor has an answer that is not JSON")
    func noMeta() async throws {
        let list = try RequestFixture { _, _ in .json(["data": []]) }
        #expect(try await list.client.response(for: .readItems("articles")).meta == nil)
        let text = try RequestFixture { _, _ in
            TransportResponse(status: 200, headers: ["Content-Type": "text/html"], body: Data("pong".utf8))
        }
        let response = try await text.client.response(for: .serverPing())
        #expect(response.meta == nil)
        #expect(response.document == nil)
    }
}
