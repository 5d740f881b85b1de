import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Answers of Medusa 1")
struct StoreAnswerTests {
    /// `store/auth/uppercase-email` of `recordings/medusa-1.20.9.jsonl`.
    static let recorded = """
        {"customer":{"id":"cus_01M7ZSWBP7M9RA726RGVG0R007","created_at":"2026-11-21T19:38:39.171Z",\
        "updated_at":"2026-11-21T19:38:39Z","deleted_at":null,"email":"cust1795289919@example.com","first_name":"A",\
        "last_name":"B","billing_address_id":null,"phone":"123","has_account":true,"metadata":null,"orders":[],\
        "shipping_addresses":[{"id":"addr_1","address_1":"1 Main St","country_code":"gb","new_field":[1]}],"extra":7}}
        """

    private static func fixture(_ text: String, type: String = "application/json; charset=utf-8") throws -> Fixture {
        try Fixture { _, _ in
            TransportResponse(
                status: 200, headers: ["Content-Type": type, "X-Request": "r1", "Set-Cookie": sessionCookie("c1")],
                body: Data(text.utf8))
        }
    }

    @Test("carry the payload, the status, the header and the whole document")
    func everything() async throws {
        let answer = try await Self.fixture(Self.recorded).store().auth.getSession()
        #expect(answer.status == 200)
        #expect(answer.headers["x-request"] == "r1")
        #expect(answer.headers.values("Set-Cookie") == [sessionCookie("c1")])
        #expect(answer.document?["customer"]?["extra"] == 7)
        let customer = answer.payload
        #expect(customer.id == "cus_01M7ZSWBP7M9RA726RGVG0R007")
        #expect(customer.email == "cust1795289919@example.com")
        #expect(customer.firstName == "A" && customer.lastName == "B" && customer.phone == "123")
        #expect(customer.hasAccount == true && customer.deletedAt == nil && customer.orders == [])
        #expect(customer.createdAt == Date(timeIntervalSince1970: 1_795_289_919.171))
        #expect(customer.updatedAt == Date(timeIntervalSince1970: 1_795_289_919))
        #expect(customer.shippingAddresses?.first?.line1 == "1 Main St")
        #expect(customer.shippingAddresses?.first?.countryCode == "gb")
    }

    @Test("can be read as a type of the app's")
    func ownType() async throws {
        struct Own: Decodable, Equatable {
            struct Customer: Decodable, Equatable { var extra: Int }
            var customer: Customer
        }
        let answer = try await Self.fixture(Self.recorded).store().customers.retrieve()
        #expect(try answer.decoded(as: Own.self) == Own(customer: Own.Customer(extra: 7)))
        #expect(await failure { _ = try answer.decoded(as: [Int].self) }?.type == .decodingFailed)
    }

    @Test("a text is no JSON: OK is a sign-out that went well")
    func text() async throws {
        let answer = try await Self.fixture("OK", type: "text/plain; charset=utf-8").store().auth.deleteSession()
        #expect(answer.status == 200)
        #expect(answer.document == nil)
        #expect(await failure { _ = try answer.decoded(as: String.self) }?.type == .invalidResponse)
    }

    @Test("nothing at all is fine where nothing is asked for", arguments: [200, 201, 204])
    func empty(status: Int) async throws {
        let fixture = try Fixture { _, _ in TransportResponse(status: status) }
        let answer = try await fixture.store().customers.generatePasswordToken(email: "a@b.co")
        #expect(answer.status == status)
        #expect(answer.document == nil)
    }

    @Test("whether an account exists is a truth value", arguments: [true, false])
    func exists(isThere: Bool) async throws {
        let fixture = try Fixture { _, _ in .json(["exists": .bool(isThere)]) }
        #expect(try await fixture.store().auth.exists(email: "a@b.co").payload == isThere)
    }

    @Test("a token is what the server calls access_token")
    func token() async throws {
        let fixture = try Fixture { _, _ in .accessToken("jwt-1") }
        #expect(try await fixture.store().auth.getToken(email: "a@b.co", password: "p").payload == "jwt-1")
    }

    @Test("that are not what was asked for are errors, and say where it does not fit")
    func misfit() async throws {
        let fixture = try Fixture { _, _ in .json(["customer": ["id": 1]]) }
        let error = await failure { _ = try await fixture.store().customers.retrieve() }
        #expect(error?.type == .decodingFailed)
        #expect(error?.message.contains("id is not of type String") == true)
        let other = try Fixture { _, _ in .json(["user": [:]]) }
        #expect(await failure { _ = try await other.store().customers.retrieve() }?.type == .decodingFailed)
    }

    @Test(
        "a page or half an answer where JSON should be is not Medusa's",
        arguments: [("text/html", "<p>"), ("application/json", "{")])
    func page(type: String, text: String) async throws {
        let fixture = try Self.fixture(text, type: type)
        #expect(await failure { _ = try await fixture.store().customers.retrieve() }?.type == .invalidResponse)
    }
}
