import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("The server's errors")
struct ServerErrorTests {
    private static func error(_ response: TransportResponse) async throws -> DirectusError {
        let fixture = try RequestFixture { _, _ in response }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readMe())
        }
        return try #require(error)
    }

    /// `specs/directus.md` 12.
    @Test(
        "have the code, the status and the message that Directus gives them",
        arguments: [
            (401, DirectusError.Code.invalidCredentials, "INVALID_CREDENTIALS"), (401, .invalidOTP, "INVALID_OTP"),
            (401, .userSuspended, "USER_SUSPENDED"), (401, .tokenExpired, "TOKEN_EXPIRED"),
            (401, .invalidIP, "INVALID_IP"), (403, .invalidToken, "INVALID_TOKEN"),
            (403, .invalidProvider, "INVALID_PROVIDER"), (403, .forbidden, "FORBIDDEN"),
            (400, .invalidPayload, "INVALID_PAYLOAD"), (400, .invalidQuery, "INVALID_QUERY"),
            (400, .invalidInvite, "INVALID_INVITE"), (400, .failedValidation, "FAILED_VALIDATION"),
            (400, .recordNotUnique, "RECORD_NOT_UNIQUE"), (400, .graphQLValidation, "GRAPHQL_VALIDATION"),
            (404, .routeNotFound, "ROUTE_NOT_FOUND"), (429, .requestsExceeded, "REQUESTS_EXCEEDED"),
            (500, .internalServerError, "INTERNAL_SERVER_ERROR"), (503, .serviceUnavailable, "SERVICE_UNAVAILABLE"),
            (418, "TEAPOT", "TEAPOT"),
        ])
    func codes(status: Int, code: DirectusError.Code, wire: String) async throws {
        let error = try await Self.error(.error(status, wire, "The message."))
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message == "The message.")
        #expect(error.errors.map(\.code) == [code])
        #expect(error.description.contains(wire))
        #expect(error.description.contains("\(status)"))
    }

    @Test("may be several; the first gives code and message")
    func several() async throws {
        let error = try await Self.error(
            .json(
                [
                    "errors": [
                        ["message": "One.", "extensions": ["code": "FAILED_VALIDATION", "field": "a"]],
                        ["message": "Two.", "extensions": ["code": "FORBIDDEN"]], ["message": "Three."],
                    ]
                ], status: 500))
        #expect(error.code == .failedValidation)
        #expect(error.message == "One.")
        #expect(error.status == 500)
        #expect(error.errors.map(\.message) == ["One.", "Two.", "Three."])
        #expect(error.errors.map(\.code) == [.failedValidation, .forbidden, nil])
        #expect(error.errors.first?.extensions["field"] == "a")
    }

    @Test("are errors even with status 200, and keep the data beside them")
    func partial() async throws {
        let error = try await Self.error(
            .json(["data": ["a": 1], "errors": [["message": "No.", "extensions": ["code": "FORBIDDEN"]]]]))
        #expect(error.code == .forbidden)
        #expect(error.status == 200)
        #expect(error.data == ["a": 1])
    }

    @Test(
        "that say nothing are still errors",
        arguments: [
            #"{"errors":[]}"#, #"{"errors":[{}]}"#, #"{"errors":[1,null]}"#, #"{"errors":"broken"}"#,
            #"{"errors":[{"message":7,"extensions":{"code":8}}]}"#, #"{"errors":[{"extensions":null}]}"#,
        ])
    func empty(body: String) async throws {
        for status in [200, 401, 500] {
            let error = try await Self.error(
                TransportResponse(
                    status: status, headers: ["Content-Type": "application/json"], body: Data(body.utf8)))
            #expect(error.code == .invalidResponse)
            #expect(error.status == status)
            #expect(error.message.isEmpty)
        }
    }

    @Test("with extensions that nobody knows are read", arguments: ["stack", "reason", "whatever"])
    func unknownExtensions(name: String) async throws {
        let error = try await Self.error(
            .json(
                ["errors": [["message": "No.", "extensions": .object([name: "x", "code": "FORBIDDEN"])]]], status: 403))
        #expect(error.code == .forbidden)
        #expect(error.errors.first?.extensions[name] == "x")
    }

    @Test(
        "are told from pages that are not Directus'",
        arguments: [
            (502, "text/html", "<html>Bad Gateway</html>"), (401, "text/html; charset=utf-8", "<html>"),
            (503, "text/plain", "upstream"), (404, "application/json", #"{"message":"no route"}"#),
            (500, "application/json", ""), (302, "text/html", ""),
        ])
    func pages(status: Int, type: String, body: String) async throws {
        let error = try await Self.error(
            TransportResponse(status: status, headers: ["Content-Type": type], body: Data(body.utf8)))
        #expect(error.code == .invalidResponse)
        #expect(error.status == status)
        #expect(error.errors.isEmpty)
    }

    @Test("a redirect to another host names the origin that the client needs, and nothing more of it")
    func redirect() async throws {
        let error = try await Self.error(
            TransportResponse(status: 301, headers: ["Location": "https://new.example.com/users/me?token=s3cret"]))
        #expect(error.code == .invalidResponse)
        #expect(error.message.contains("https://new.example.com"))
        #expect(!error.message.contains("s3cret"))
    }
}
