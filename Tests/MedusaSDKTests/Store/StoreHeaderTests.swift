import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

/// `specs/medusa.md` A6.2.
@Suite("The header of Medusa 1's calls")
struct StoreHeaderTests {
    @Test(
        "has the API key under /admin, but for the calls that come before being an administrator",
        arguments: [
            ("GET", "/admin/products", true), ("GET", "/admin", true), ("POST", "/admin/auth/token", true),
            ("GET", "/admin/auth", true), ("DELETE", "/admin/auth", true), ("POST", "/admin/auth", false),
            ("POST", "/admin/users/password-token", false), ("POST", "/admin/users/reset-password", false),
            ("POST", "/admin/invites/accept", false), ("GET", "/administration", false), ("GET", "/store/admin", false),
            ("GET", "/store/products?q=/admin/", false),
        ])
    func apiKey(method: String, path: String, isSent: Bool) async throws {
        let fixture = try Fixture()
        try await fixture.store(apiKey: "api-1").request(method, path)
        #expect(try await fixture.lastRequest().headers["x-medusa-access-token"] == (isSent ? "api-1" : nil))
    }

    @Test(
        "has the customer's token for the store, however the path is spelled, and not for /admin",
        arguments: [
            ("/store/customers/me", true), ("/store/auth/admin%40example.com", true), ("/administration", true),
            ("/admin", false), ("/admin/products", false), ("/admin?q=1", false),
        ])
    func token(path: String, isSent: Bool) async throws {
        let fixture = try Fixture { _, number in number == 1 ? .accessToken("jwt-1") : .json([:]) }
        let client = fixture.store()
        try await client.auth.getToken(email: "a@b.co", password: "p")
        try await client.request("GET", path)
        #expect(try await fixture.lastRequest().headers["Authorization"] == (isSent ? "Bearer jwt-1" : nil))
    }

    @Test("takes the call's own fields over the client's, and those over the computed ones, whatever their case")
    func order() async throws {
        let fixture = try Fixture()
        let client = fixture.store(
            publishableAPIKey: "pk_1",
            customHeaders: ["ACCEPT": "text/csv", "X-Publishable-Api-Key": "pk_2", "X-A": "1"])
        try await client.request("GET", "/store/x", customHeaders: ["x-a": "2"])
        #expect(try await fixture.lastRequest().lines == ["ACCEPT: text/csv", "X-Publishable-Api-Key: pk_2", "x-a: 2"])
    }

    @Test("loses a field whose value is empty")
    func emptied() async throws {
        let fixture = try Fixture()
        let client = fixture.store(maxRetries: 1, customHeaders: ["X-A": "1"])
        try await client.request("POST", "/store/x", customHeaders: ["Idempotency-Key": "", "X-A": ""])
        #expect(
            try await fixture.lastRequest().lines == ["Accept: application/json", "Content-Type: application/json"])
    }

    @Test("is refused with a line break in it, and nothing is sent")
    func lineBreak() async throws {
        let fixture = try Fixture()
        let error = await failure {
            try await fixture.store().request("GET", "/store/x", customHeaders: ["X-A": "1\r\nX-B: 2"])
        }
        #expect(error?.type == .invalidArgument)
        #expect(await fixture.transport.requests.isEmpty)
    }

    @Test("keys are of the client alone, not of the process")
    func perInstance() async throws {
        let fixture = try Fixture()
        try await fixture.store(publishableAPIKey: "pk_1").request("GET", "/store/x")
        try await fixture.store().request("GET", "/store/x")
        #expect(await fixture.sent("x-publishable-api-key") == ["pk_1", nil])
    }
}
