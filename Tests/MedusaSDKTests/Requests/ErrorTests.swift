import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Errors")
struct ErrorTests {
    private static func error(_ response: TransportResponse) async throws -> MedusaError? {
        let fixture = try Fixture { _, _ in response }
        return await failure { try await fixture.store().request("GET", "/store/x") }
    }

    /// What `recordings/medusa-1.20.9.jsonl` and `medusa-2.8.7.jsonl` answer.
    @Test(
        "are the server's type, code, message and status",
        arguments: [
            (
                422, MedusaError.Kind.duplicateError, "invalid_request_error" as String?,
                "A customer with the given email already has an account. Log in instead"
            ),
            (400, .invalidData, nil, "email must be an email, password should not be empty"),
            (401, .unauthorized, nil, "Invalid or expired password reset token"),
            (500, .unknownError, "unknown_error", "An unknown error occurred."),
            (418, "teapot", nil, "A type that nobody has heard of."),
        ])
    func server(status: Int, type: MedusaError.Kind, code: String?, message: String) async throws {
        var body: JSON.Object = ["type": .string(type.rawValue), "message": .string(message)]
        if let code { body.append("code", .string(code)) }
        let error = try #require(await Self.error(.json(.object(body), status: status)))
        #expect(error.type == type)
        #expect(error.code == code)
        #expect(error.message == message)
        #expect(error.status == status)
    }

    @Test("the three ways to say unauthorized are one")
    func unauthorized() async throws {
        let bare = TransportResponse(status: 401, body: Data("Unauthorized".utf8))
        for response in [.unauthorized, bare, .json(["message": "Unauthorized"], status: 401)] {
            let error = try #require(await Self.error(response))
            #expect(error.type == .unauthorized)
            #expect(error.message == "Unauthorized")
            #expect(error.code == nil)
        }
    }

    @Test("a message without a type is an unknown error")
    func untyped() async throws {
        let error = try await Self.error(.json(["message": "Boom"], status: 500))
        #expect(error?.type == .unknownError)
        #expect(error?.message == "Boom")
    }

    @Test("a page is not Medusa's, and is not repeated", arguments: [400, 401, 404, 502])
    func page(status: Int) async throws {
        let page = TransportResponse(
            status: status, headers: ["Content-Type": "text/html; charset=utf-8"],
            body: Data("<pre>Cannot GET</pre>".utf8))
        let error = try #require(await Self.error(page))
        #expect(error.type == .invalidResponse)
        #expect(error.status == status)
        #expect(!error.message.contains("Cannot GET"))
        #expect(error.message.contains("text/html"))
    }

    @Test("a redirect to another origin is one, and names where to")
    func redirect() async throws {
        let response = TransportResponse(status: 302, headers: ["Location": "https://other.example/x?token=t"])
        let error = try #require(await Self.error(response))
        #expect(error.type == .invalidResponse)
        #expect(error.message.contains("https://other.example"))
        #expect(!error.message.contains("token"))
    }

    @Test(
        "without an answer say what is in the way",
        arguments: [
            (URLError.Code.timedOut, MedusaError.Kind.timedOut, true), (.cannotFindHost, .network, true),
            (.cancelled, .cancelled, false),
        ])
    func transport(code: URLError.Code, type: MedusaError.Kind, isRetryable: Bool) async throws {
        let fixture = try Fixture { _, _ in throw URLError(code) }
        let error = try #require(await failure { try await fixture.store().request("GET", "/store/x") })
        #expect(error.type == type)
        #expect(error.status == nil)
        #expect(error.isRetryable == isRetryable)
    }

    @Test("tell how long the server wants to be left alone")
    func retryAfter() async throws {
        let error = try await Self.error(
            .json(["type": "x", "message": "m"], status: 429, headers: ["Retry-After": "7"]))
        #expect(error?.retryAfter == .seconds(7))
        #expect(error?.isRetryable == true)
    }
}
