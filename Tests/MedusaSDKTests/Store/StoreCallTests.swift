import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

/// `specs/medusa.md` A6.7 and A3.
@Suite("Calls of Medusa 1")
struct StoreCallTests {
    typealias Call = CallCase<MedusaClient>

    static let header: HeaderFields = ["X-Trace": "t1"]

    static let calls: [Call] = [
        Call("POST", "/store/auth", #"{"email":"ada@example.com","password":"p\"w"}"#) {
            try await $0.auth.authenticate(email: "ada@example.com", password: "p\"w", customHeaders: header)
        },
        Call("GET", "/store/auth") { _ = try await $0.auth.getSession(customHeaders: header) },
        Call("DELETE", "/store/auth", "{}") { try await $0.auth.deleteSession(customHeaders: header) },
        Call("GET", "/store/auth/ada%40example.com") {
            _ = try await $0.auth.exists(email: "ada@example.com", customHeaders: header)
        },
        Call("POST", "/store/auth/token", #"{"email":"ada@example.com","password":"pw"}"#) {
            try await $0.auth.getToken(email: "ada@example.com", password: "pw", customHeaders: header)
        },
        Call("POST", "/store/customers", #"{"email":"ada@example.com","password":"pw"}"#) {
            try await $0.customers.create(email: "ada@example.com", password: "pw", customHeaders: header)
        },
        Call(
            "POST", "/store/customers",
            #"{"email":"ada@example.com","password":"pw","first_name":"Ada","last_name":"Lovelace","phone":"1"}"#
        ) {
            try await $0.customers.create(
                email: "ada@example.com", password: "pw", firstName: "Ada", lastName: "Lovelace", phone: "1",
                customHeaders: header)
        },
        Call("GET", "/store/customers/me") { _ = try await $0.customers.retrieve(customHeaders: header) },
        Call("POST", "/store/customers/me", #"{"phone":null,"metadata":{"b":1,"a":""},"billing_address":"addr_1"}"#) {
            try await $0.customers.update(
                ["phone": .null, "metadata": ["b": 1, "a": ""], "billing_address": "addr_1"], customHeaders: header)
        },
        Call("POST", "/store/customers/password-token", #"{"email":"ada@example.com"}"#) {
            try await $0.customers.generatePasswordToken(email: "ada@example.com", customHeaders: header)
        },
        Call("POST", "/store/customers/password-reset", #"{"email":"ada@example.com","password":"new","token":"t"}"#) {
            try await $0.customers.resetPassword(
                email: "ada@example.com", password: "new", token: "t", customHeaders: header)
        },
        Call("GET", "/store/products?limit=2") {
            try await $0.request("GET", "/store/products?limit=2", body: ["not": "sent"], customHeaders: header)
        },
        Call("POST", "/store/carts", "{}") { try await $0.request("POST", "/store/carts", customHeaders: header) },
        Call("DELETE", "/store/carts/c/line-items/1", "{}") {
            try await $0.request("DELETE", "/store/carts/c/line-items/1", customHeaders: header)
        },
    ]

    @Test("send their method, path, body and header, and not a field more", arguments: calls)
    func sends(call: Call) async throws {
        let fixture = try Fixture()
        try? await call.send(fixture.store())
        let content = call.body == nil ? [] : ["Content-Type: application/json"]
        call.expect(
            try await fixture.lastRequest(), headers: ["Accept: application/json"] + content + ["X-Trace: t1"])
    }

    @Test("carry everything that the client was made with", arguments: calls)
    func configured(call: Call) async throws {
        let fixture = try Fixture()
        try? await call.send(
            fixture.store(
                maxRetries: 1, apiKey: "api-1", publishableAPIKey: "pk_1", customHeaders: ["X-Shop": "north"]))
        let content = call.body == nil ? [] : ["Content-Type: application/json"]
        // An idempotency key goes with every POST as soon as anything may be sent again; the API key to /admin only.
        let key = call.method == "POST" ? ["Idempotency-Key: key-1"] : []
        call.expect(
            try await fixture.lastRequest(),
            headers: ["Accept: application/json"] + content + key + [
                "X-Shop: north", "X-Trace: t1", "x-publishable-api-key: pk_1",
            ])
    }

    @Test("an empty password is never sent: it would make a guest who is signed in")
    func emptyPassword() async throws {
        let fixture = try Fixture()
        let error = await failure { try await fixture.store().customers.create(email: "a@b.co", password: "") }
        #expect(error?.type == .invalidArgument)
        #expect(await fixture.transport.requests.isEmpty)
    }
}
