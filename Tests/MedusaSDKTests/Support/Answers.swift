import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport

extension TransportResponse {
    /// A customer of Medusa 1, as `recordings/medusa-1.20.9.jsonl` has them, less what does not matter.
    static let customer = customer()

    static func customer(email: String = "ada@example.com", cookie: String? = nil) -> TransportResponse {
        .json(
            ["customer": ["id": "cus_1", "email": .string(email), "first_name": "Ada"]],
            headers: cookie.map { ["Set-Cookie": $0] } ?? [:])
    }

    /// A text, as Express sends one.
    static func text(_ text: String, status: Int = 200) -> TransportResponse {
        TransportResponse(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Data(text.utf8))
    }

    /// What wrong credentials are answered with, byte for byte: `store/auth/wrong-password`.
    static let unauthorized = text("Unauthorized", status: 401)

    static func accessToken(_ token: String) -> TransportResponse { .json(["access_token": .string(token)]) }

    /// What Medusa 2 signs in with.
    static func token(_ token: String) -> TransportResponse { .json(["token": .string(token)]) }
}

/// A cookie as Medusa sets it.
func sessionCookie(_ value: String, attributes: String = "; HttpOnly") -> String {
    "connect.sid=\(value); Path=/; Expires=Sun, 07 Jun 2026 12:00:00 GMT\(attributes)"
}
