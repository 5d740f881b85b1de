import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

/// `specs/medusa.md` B6.2 and B6.3.
@Suite("Calls of Medusa 2")
struct V2CallTests {
    typealias Call = CallCase<MedusaV2Client>

    static let calls: [Call] = [
        Call("POST", "/auth/customer/emailpass", #"{"email":"ada@example.com","password":"pw"}"#) {
            try await $0.auth.login("customer", "emailpass", email: "ada@example.com", password: "pw")
        },
        Call("POST", "/auth/customer/google", #"{"callback_url":"https://app.example.com"}"#) {
            try await $0.auth.login("customer", "google", ["callback_url": "https://app.example.com"])
        },
        Call("POST", "/auth/customer/emailpass/register", #"{"email":"ada@example.com","password":"pw"}"#) {
            try await $0.auth.register("customer", "emailpass", email: "ada@example.com", password: "pw")
        },
        Call("GET", "/auth/customer/google/callback?code=a%2Fb&state=s") {
            try await $0.auth.callback("customer", "google", query: ["code": "a/b", "state": "s"])
        },
        Call("POST", "/auth/token/refresh") { try await $0.auth.refresh() },
        Call("POST", "/auth/a%2Fb/c%3Fd/update", #"{"password":"new"}"#) {
            try await $0.auth.updateProvider("a/b", "c?d", ["password": "new"])
        },
        Call("POST", "/store/customers", #"{"email":"ada@example.com","first_name":"Ada"}"#) {
            try await $0.store.customer.create(["email": "ada@example.com", "first_name": "Ada"])
        },
        Call("GET", "/store/customers/me?fields=id%2Cemail") {
            _ = try await $0.store.customer.retrieve(query: ["fields": "id,email"])
        },
        Call("POST", "/store/customers/me", #"{"phone":null}"#) {
            try await $0.store.customer.update(["phone": .null])
        },
        Call("DELETE", "/store/carts/c/line-items/1") {
            try await $0.fetch("/store/carts/c/line-items/1", method: "DELETE")
        },
    ]

    @Test("send their method, path, body and header, and not a field more", arguments: calls)
    func sends(call: Call) async throws {
        let fixture = try Fixture()
        try? await call.send(fixture.v2(publishableKey: "pk_1", globalHeaders: ["X-Shop": "north"]))
        let content = call.method == "GET" ? [] : ["Content-Type: application/json"]
        call.expect(
            try await fixture.lastRequest(),
            headers: ["Accept: application/json"] + content + ["X-Shop: north", "x-publishable-api-key: pk_1"])
    }

    @Test("a reset asks for a text, and takes any")
    func resetPassword() async throws {
        let fixture = try Fixture { _, _ in .text("Created", status: 201) }
        let auth = fixture.v2().auth
        try await auth.resetPassword("customer", "emailpass", identifier: "a@b.co")
        try await auth.resetPassword("customer", "emailpass", identifier: "a@b.co", metadata: ["lang": "de"])
        let requests = await fixture.transport.requests
        #expect(
            requests.map(\.text) == [
                #"{"identifier":"a@b.co"}"#, #"{"identifier":"a@b.co","metadata":{"lang":"de"}}"#,
            ])
        for request in requests {
            #expect(request.method == "POST")
            #expect(request.target == "/auth/customer/emailpass/reset-password")
            #expect(request.lines == ["Accept: text/plain", "Content-Type: application/json"])
        }
    }

    @Test("a provider is updated with the mail's token, whoever is signed in")
    func updateProvider() async throws {
        let fixture = try Fixture { _, number in number == 1 ? .token("t1") : .json(["success": true]) }
        let auth = fixture.v2().auth
        try await auth.login("customer", "emailpass", [:])
        try await auth.updateProvider("customer", "emailpass", ["password": "new"], token: "reset-1")
        #expect(try await fixture.lastRequest().headers["Authorization"] == "Bearer reset-1")
        #expect(try await auth.getToken() == "t1")
    }

    @Test("a secret key goes along as Basic until there is a token")
    func apiKey() async throws {
        let fixture = try Fixture { _, number in number == 2 ? .token("t1") : .json([:]) }
        let client = fixture.v2(apiKey: "sk_1")
        try await client.fetch("/admin/users")
        try await client.auth.login("user", "emailpass", [:])
        try await client.fetch("/admin/users")
        // base64 of "sk_1:"
        #expect(await fixture.sent("Authorization") == ["Basic c2tfMTo=", "Basic c2tfMTo=", "Bearer t1"])
    }

    @Test("a call's own fields win over all, and an empty one takes away")
    func headers() async throws {
        let fixture = try Fixture { _, number in number == 1 ? .token("t1") : .json([:]) }
        let client = fixture.v2(publishableKey: "pk_1", globalHeaders: ["accept": "text/csv"])
        try await client.auth.login("customer", "emailpass", [:])
        try await client.fetch(
            "/store/x", headers: ["AUTHORIZATION": "Basic mine", "X-Publishable-Api-Key": ""])
        #expect(try await fixture.lastRequest().lines == ["AUTHORIZATION: Basic mine", "accept: text/csv"])
    }

    @Test("the client's own Authorization gives way to a token, as in JavaScript")
    func globalAuthorization() async throws {
        let fixture = try Fixture { _, number in number == 1 ? .token("t1") : .json([:]) }
        let client = fixture.v2(apiKey: "sk_1", globalHeaders: ["authorization": "Basic proxy"])
        try await client.auth.login("customer", "emailpass", [:])
        try await client.fetch("/store/x")
        #expect(await fixture.sent("Authorization") == ["Basic proxy", "Bearer t1"])
    }

    /// `store/customers/me-old-token-after-reset` of `recordings/medusa-2.8.7.jsonl`.
    @Test("a customer is read with all of its fields")
    func customer() async throws {
        let fixture = try Fixture { _, _ in
            .json([
                "customer": [
                    "id": "cus_1", "email": "a@b.co", "company_name": "Engines", "first_name": "Z", "last_name": .null,
                    "phone": .null, "metadata": ["a": 1], "has_account": true, "deleted_at": .null,
                    "created_at": "2026-11-21T19:53:12.222Z", "updated_at": "2026-11-21T19:53:12.584Z",
                    "addresses": [["id": "a1", "address_name": "Home", "is_default_shipping": true]],
                ]
            ])
        }
        let customer = try await fixture.v2().store.customer.retrieve().payload
        #expect(customer.companyName == "Engines" && customer.lastName == nil && customer.hasAccount == true)
        #expect(customer.metadata == ["a": 1])
        #expect(customer.addresses?.first?.name == "Home" && customer.addresses?.first?.isDefaultShipping == true)
    }
}
