import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Nothing secret is printed")
struct PrivacyTests {
    static let secret = "s3cret-Value"

    /// A server that repeats the secret in its message.
    private static func echoing() throws -> Fixture {
        try Fixture { _, _ in .json(["type": "invalid_data", "message": .string("No: \(secret)!")], status: 400) }
    }

    static let calls: [CallCase<MedusaClient>] = [
        CallCase("POST", "authenticate") { try await $0.auth.authenticate(email: "a@b.co", password: secret) },
        CallCase("POST", "getToken") { try await $0.auth.getToken(email: "a@b.co", password: secret) },
        CallCase("POST", "create") { try await $0.customers.create(email: "a@b.co", password: secret) },
        CallCase("POST", "update") { try await $0.customers.update(["password": .string(secret)]) },
        CallCase("POST", "reset password") {
            try await $0.customers.resetPassword(email: "a@b.co", password: secret, token: "t")
        },
        CallCase("POST", "reset token") {
            try await $0.customers.resetPassword(email: "a@b.co", password: "p", token: secret)
        },
        CallCase("GET", "bearer") {
            _ = try await $0.auth.getSession(customHeaders: ["Authorization": "Bearer \(secret)"])
        },
        CallCase("GET", "cookie") { _ = try await $0.auth.getSession(customHeaders: ["Cookie": "a=b; c=\(secret)"]) },
        CallCase("GET", "header") { try await $0.request("GET", "/x", customHeaders: ["X-Api-Key": secret]) },
        CallCase("GET", "query") { try await $0.request("GET", "/x?token=\(secret)") },
    ]

    @Test("by an error, though the server repeats what was sent", arguments: calls)
    func echoed(call: CallCase<MedusaClient>) async throws {
        let fixture = try Self.echoing()
        let error = try #require(await failure { try await call.send(fixture.store()) })
        #expect(error.message.contains(Self.secret), "the app may read the server's message as it was written")
        #expect(!Printed.all(of: error).contains(Self.secret))
        #expect(!Printed.all(of: Result<Void, MedusaError>.failure(error)).contains(Self.secret))
    }

    @Test("by an error, though the server repeats what the client keeps")
    func kept() async throws {
        let fixture = try Fixture { _, number in
            number == 1 ? .accessToken(Self.secret) : .text("No: \(Self.secret)!", status: 500)
        }
        let client = fixture.store()
        try await client.auth.getToken(email: "a@b.co", password: "p")
        let error = try #require(await failure { _ = try await client.customers.retrieve() })
        #expect(!Printed.all(of: error).contains(Self.secret))
    }

    @Test("and what is no secret stays readable: an address' codes")
    func readable() async throws {
        let fixture = try Fixture { _, _ in
            .json(["type": "not_found", "message": "Customer with id cus_1 was not found"], status: 404)
        }
        let changes: JSON = ["billing_address": ["country_code": "us", "postal_code": "cus_1"]]
        let error = try #require(await failure { try await fixture.store().customers.update(changes) })
        #expect("\(error)".contains("Customer with id cus_1 was not found"))
    }

    @Test("by an error of Medusa 2's, whatever the provider calls it")
    func v2() async throws {
        for name in ["password", "code", "otp_code", "client_secret", "id_token"] {
            let fixture = try Self.echoing()
            let error = try #require(
                await failure {
                    try await fixture.v2().auth.login("customer", "x", ["a": [name: .string(Self.secret)]] as JSON)
                })
            #expect(!Printed.all(of: error).contains(Self.secret))
        }
    }

    @Test("but a message without secrets is shown")
    func harmless() async throws {
        let fixture = try Fixture { _, _ in .unauthorized }
        let error = try #require(
            await failure { try await fixture.store().auth.authenticate(email: "a@b.co", password: Self.secret) })
        #expect(error.description == "unauthorized (401): Unauthorized")
        #expect(error.localizedDescription == "Unauthorized")
    }

    @Test("by a client, its resources, an answer or an outcome")
    func values() async throws {
        let fixture = try Fixture { _, _ in
            .json(
                ["access_token": .string(Self.secret), "token": .string(Self.secret)],
                headers: ["Set-Cookie": sessionCookie(Self.secret)])
        }
        let store = fixture.store(apiKey: Self.secret, customHeaders: ["X-A": Self.secret])
        let v2 = fixture.v2(apiKey: Self.secret, globalHeaders: ["X-A": Self.secret])
        let answer = try await store.auth.getToken(email: "a@b.co", password: "p")
        _ = try await store.request("GET", "/store/x")
        let outcome = try await v2.auth.login("customer", "emailpass", [:])
        #expect(answer.payload == Self.secret && outcome.token == Self.secret)
        let values: [Any] = [
            store, store.auth, store.customers, v2, v2.auth, v2.store, v2.store.customer, answer, outcome,
            MedusaSignIn.secondFactorRequired(challenge: [:], token: Self.secret),
        ]
        for value in values { #expect(!Printed.all(of: value).contains(Self.secret)) }
    }
}
