import SallyportCore
import TestSupport
import Testing

@testable import SallyportSQL

/// Tables `customers`, `addresses` and `publishable_keys`.
@Suite("Storage contract: customers")
struct CustomerContract {
    @Test(
        "a customer comes back as he was written, with his address, and goes with his account",
        arguments: Engine.allCases)
    func roundTrip(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account(realm: .store)
            let now = clock.now
            var customer = Customer(account: account.id, created: now)
            customer.phone = "123"
            customer.companyName = "Söhne"
            customer.metadata = ["a": 1, "b": ["c"]]
            customer.billingAddress = PostalAddress(
                id: "addr_1", texts: ["city": "Köln", "country_code": "de"], metadata: ["x": .null], created: now)
            let written = customer
            try await vault.write(.durable) { transaction throws in
                try transaction.insert(account, profile: Profile(), at: now)
                #expect(try transaction.customer(account.id) == nil)
                #expect(try transaction.insert(written))
                // Only the first makes a customer.
                #expect(try !transaction.insert(Customer(account: account.id, created: now)))
                try transaction.update(written)
                #expect(try transaction.customer(account.id) == written)
                var changed = written
                changed.billingAddress?.texts = ["city": "Bonn"]
                try transaction.update(changed)
                #expect(try transaction.customer(account.id)?.billingAddress?.texts == ["city": "Bonn"])
                changed.billingAddress = nil
                try transaction.update(changed)
                #expect(try transaction.customer(account.id)?.billingAddress == nil)
                try transaction.delete(account.id)
                #expect(try transaction.customer(account.id) == nil)
            }
        }
    }

    @Test("of twenty who make a customer of one account at once, one does", arguments: Engine.allCases)
    func race(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account(realm: .store)
            let now = clock.now
            try await vault.write(.durable) { try $0.insert(account, profile: Profile(), at: now) }
            let winners = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for _ in 0..<20 {
                    tasks.addTask {
                        try await vault.write(.durable) {
                            try $0.insert(Customer(account: account.id, created: now))
                        }
                    }
                }
                return try await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test("a publishable key is good until it is revoked, once", arguments: Engine.allCases)
    func keys(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let now = clock.now
            try await vault.write(.durable) { transaction throws in
                try transaction.insert(PublishableKeys.Key(token: "pk_1", title: "Läden", created: now))
                #expect(try transaction.revokePublishableKey("pk_1", at: now))
                #expect(try !transaction.revokePublishableKey("pk_1", at: now))
                #expect(try !transaction.revokePublishableKey("pk_2", at: now))
                #expect(
                    try transaction.publishableKeys() == [
                        PublishableKeys.Key(token: "pk_1", title: "Läden", created: now, revoked: now)
                    ])
            }
        }
    }
}
