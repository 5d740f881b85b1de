import Foundation
import MedusaSDK
import SallyportCore
import TestSupport
import Testing

/// MedusaSDK against the binary: both versions, cookie and token, and their new passwords by mail.
@Suite("MedusaSDK, end to end", .timeLimit(.minutes(5)))
struct MedusaSDKTests {
    private static let email = "ada+shop@example.com"
    private static let password = "a password of the store"

    private func run(_ body: (Site, URL) async throws -> Void) async throws {
        try await Site.use { site in
            let server = try await site.serve(Shop.environment)
            try await body(site, try #require(URL(string: "http://127.0.0.1:\(server.port)")))
        }
    }

    /// What a call is refused with; `nil` if it was not.
    private func refusal(_ call: () async throws(MedusaError) -> Void) async -> MedusaError? {
        do throws(MedusaError) {
            try await call()
            return nil
        } catch { return error }
    }

    @Test("version 1: a customer registers, is told of, changes, signs in by cookie and by token, and out for good")
    func first() async throws {
        try await run { _, url in
            let shop = MedusaClient(baseURL: url)
            #expect(try await !shop.auth.exists(email: Self.email).payload)
            let created = try await shop.customers.create(
                email: Self.email, password: Self.password, firstName: "Ada", phone: "+49 221 1")
            #expect(created.status == 200 && created.payload.email == Self.email)
            #expect(created.payload.id.hasPrefix("cus_") && created.payload.hasAccount == true)
            #expect(try await shop.auth.exists(email: Self.email).payload)
            let taken = await refusal { () throws(MedusaError) in
                _ = try await MedusaClient(baseURL: url).customers.create(email: Self.email, password: "x")
            }
            #expect(taken?.type == .duplicateError && taken?.status == 422)

            let changed = try await shop.customers.update([
                "last_name": "Lovelace", "metadata": ["size": "M"],
                "billing_address": ["city": "London", "country_code": "GB"],
            ]).payload
            #expect(changed.lastName == "Lovelace" && changed.metadata?["size"] == "M")
            #expect(changed.billingAddress?.countryCode == "gb")
            #expect(try await shop.customers.retrieve().payload.billingAddress?.city == "London")

            let byCookie = MedusaClient(baseURL: url)
            #expect(
                try await byCookie.auth.authenticate(email: Self.email, password: Self.password).payload.orders == [])
            let byToken = MedusaClient(baseURL: url)
            let token = try await byToken.auth.getToken(email: Self.email, password: Self.password).payload
            for client in [byCookie, byToken] {
                #expect(try await client.auth.getSession().payload.id == created.payload.id)
                try await client.auth.deleteSession()
                let refused = await refusal { () throws(MedusaError) in _ = try await client.auth.getSession() }
                #expect(refused?.status == 401 && refused?.type == .unauthorized)
            }
            // Nor does a copy of the token open anything.
            let copy = await refusal { () throws(MedusaError) in
                _ = try await byToken.auth.getSession(customHeaders: ["Authorization": "Bearer \(token)"])
            }
            #expect(copy?.status == 401)
            #expect(try await shop.auth.getSession().payload.firstName == "Ada")
        }
    }

    @Test("version 1: a wrong password is refused, and a body that is none told of")
    func firstRefusals() async throws {
        try await run { _, url in
            let shop = MedusaClient(baseURL: url)
            let wrong = await refusal { () throws(MedusaError) in
                _ = try await shop.auth.authenticate(email: Self.email, password: "wrong-password-of-somebody")
            }
            #expect(wrong?.status == 401 && wrong?.type == .unauthorized)
            #expect(wrong.map { "\($0)".contains("wrong-password-of-somebody") } == false)
            let invalid = await refusal { () throws(MedusaError) in
                _ = try await shop.customers.create(email: "nobody", password: "x")
            }
            #expect(invalid?.type == .invalidData && invalid?.message == "email must be an email")
        }
    }

    @Test("version 1: a new password by mail ends what was signed in")
    func firstReset() async throws {
        try await run { site, url in
            let shop = MedusaClient(baseURL: url)
            try await shop.customers.create(email: Self.email, password: Self.password)
            let token = try await site.outbox.token(.customerPasswordReset, to: Self.email) {
                let asked = try await MedusaClient(baseURL: url).customers.generatePasswordToken(email: Self.email)
                #expect(asked.status == 204)
            }
            let reset = try await MedusaClient(baseURL: url).customers.resetPassword(
                email: Self.email, password: "another password", token: token)
            #expect(reset.payload.email == Self.email)
            let ended = await refusal { () throws(MedusaError) in _ = try await shop.auth.getSession() }
            #expect(ended?.status == 401)
            try await shop.auth.authenticate(email: Self.email, password: "another password")
        }
    }

    /// How version 2 keeps somebody signed in.
    enum Means: String, CaseIterable {
        case token, cookie

        var authentication: MedusaV2Client.Authentication { self == .token ? .jwt : .session }
    }

    @Test(
        "version 2: register, become a customer, sign in, change, renew, sign out for good; a new password by mail",
        arguments: Means.allCases)
    func second(means: Means) async throws {
        try await run { site, url in
            let made = try await site.run("keys", "publishable", "create", "--title", "Shop")
            let key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(key.hasPrefix("pk_"), "\(made)")
            let shop = MedusaV2Client(baseURL: url, publishableKey: key, auth: means.authentication)
            try await shop.auth.register("customer", "emailpass", email: Self.email, password: Self.password)
            let created = try await shop.store.customer.create(["email": .string(Self.email), "first_name": "Ada"])
            #expect(created.payload.email == Self.email && created.payload.firstName == "Ada")
            let signIn = try await shop.auth.login("customer", "emailpass", email: Self.email, password: Self.password)
            let token = try #require(signIn.token)
            #expect(try await shop.store.customer.retrieve().payload.id == created.payload.id)
            let changed = try await shop.store.customer.update(["company_name": "Engines"]).payload
            #expect(changed.companyName == "Engines")
            if means == .token {
                try await shop.auth.refresh()
                #expect(try await shop.store.customer.retrieve().payload.companyName == "Engines")
            }
            try await shop.auth.logout()
            for headers in [[:], ["Authorization": "Bearer \(token)"]] as [HeaderFields] {
                let refused = await refusal { () throws(MedusaError) in
                    _ = try await shop.store.customer.retrieve(headers: headers)
                }
                #expect(refused?.status == 401)
            }
            try await shop.auth.login("customer", "emailpass", email: Self.email, password: Self.password)
            let link = try await site.outbox.token(.customerPasswordReset, to: Self.email) {
                try await shop.auth.resetPassword("customer", "emailpass", identifier: Self.email)
            }
            try await MedusaV2Client(baseURL: url, publishableKey: key).auth.updateProvider(
                "customer", "emailpass", ["password": "another password"], token: link)
            let ended = await refusal { () throws(MedusaError) in _ = try await shop.store.customer.retrieve() }
            #expect(ended?.status == 401)
            try await shop.auth.login("customer", "emailpass", email: Self.email, password: "another password")
            #expect(try await shop.store.customer.retrieve().payload.firstName == "Ada")

            let revoked = try await site.run("keys", "publishable", "revoke", key)
            #expect(revoked.succeeded, "\(revoked)")
            let refused = await refusal { () throws(MedusaError) in _ = try await shop.store.customer.retrieve() }
            #expect(refused?.type == .notAllowed)
        }
    }

    @Test("operators list, suspend and delete customers from the command line, apart from the team's accounts")
    func commandLine() async throws {
        try await run { site, url in
            let shop = MedusaClient(baseURL: url)
            try await shop.customers.create(email: Self.email, password: Self.password)
            #expect(try await site.run("user", "list").output.contains(Self.email) == false)
            #expect(try await site.run("user", "list", "--realm", "store").output.contains(Self.email))
            let team = try await site.run("user", "suspend", "--email", Self.email)
            #expect(!team.succeeded)
            let finished = try await site.run("user", "suspend", "--email", Self.email, "--realm", "store")
            #expect(finished.succeeded, "\(finished)")
            let deadline = ContinuousClock.now + .seconds(10)
            while await refusal({ () throws(MedusaError) in _ = try await shop.auth.getSession() }) == nil {
                try #require(ContinuousClock.now < deadline, "the session lives on")
            }
            let wrong = try await site.run("user", "list", "--realm", "shop")
            #expect(!wrong.succeeded && wrong.errors.contains("--realm"), "\(wrong)")
        }
    }
}
