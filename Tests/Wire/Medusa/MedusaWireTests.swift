import Foundation
import SallyportCore
import TestSupport
import Testing

/// The recordings of both of Medusa's interfaces, replayed: what is about customers.
@Suite("On the wire of Medusa 1.20.9 and 2.8.7")
struct MedusaWireTests {
    private static let email = "cust1795289919@example.com"
    private static let secondEmail = "v21795290790@example.com"

    @Test("the first interface: the same requests in the same state get the same answers, or those of a deviation")
    func first() async throws {
        let tally = try await MedusaReplay.run(try Recordings.medusa().first, MedusaVerdicts.first) { name, stage in
            try await Self.prepareFirst(name, stage)
        }
        print("wire of Medusa 1: \(tally.agreeing) agree, \(tally.differing) differ on purpose")
    }

    @Test("the second interface: the same requests in the same state get the same answers, or those of a deviation")
    func second() async throws {
        let tally = try await MedusaReplay.run(
            try Recordings.medusa().second, MedusaVerdicts.second, ["PUBLIC_URL": "https://auth.example.com"]
        ) { name, stage in
            try await Self.prepareSecond(name, stage)
        }
        print("wire of Medusa 2: \(tally.agreeing) agree, \(tally.differing) differ on purpose")
    }

    @Test("every recorded case stands in the list, or is out of scope by its name; every entry is recorded")
    func lists() throws {
        let recordings = try Recordings.medusa()
        for (recorded, verdicts) in [
            (recordings.first, MedusaVerdicts.first), (recordings.second, MedusaVerdicts.second),
        ] {
            for recording in recorded.all {
                let isListed =
                    verdicts[recording.name].map { if case .outOfScope = $0 { false } else { true } } ?? false
                #expect(isListed != MedusaVerdicts.isOutOfScope(recording.name), "\(recording.name)")
            }
            #expect(Set(verdicts.keys).subtracting(recorded.all.map(\.name)) == [])
        }
    }

    @Test(
        "every deviation stands in docs/compatibility.md with its number",
        arguments: ["M1", "M5", "M7", "M8", "M9", "S49"])
    func deviations(number: String) throws {
        let file = Recordings.packageRoot.appendingPathComponent("docs/compatibility.md")
        let words = try String(contentsOf: file, encoding: .utf8).split { !$0.isLetter && !$0.isNumber }
        #expect(words.contains { $0 == number })
    }

    private static let password: JSON = "supersecret"

    private static func prepareFirst(_ name: String, _ stage: MedusaStage) async throws -> [String: String] {
        func signIn() async throws -> HTTPAnswer {
            try await stage.post("/store/auth", ["email": .string(email), "password": password])
        }
        switch name {
        case "store/customers/create-duplicate":
            let made = try await stage.post(
                "/store/customers",
                [
                    "email": .string(email), "password": password, "first_name": "A", "last_name": "B", "phone": "123",
                ])
            #expect(made.status == 200)
        case "store/auth/ok-with-existing-session", "store/auth/get-session-ok":
            let cookie = try await signIn().cookie("connect.sid")
            try stage.keep(cookie, as: "cookie")
            return ["cookie": "connect.sid=\(try stage.kept("cookie"))"]
        case "store/auth/customers-me-cookie", "store/auth/customers-me-update-unknown-field", "store/auth/logout":
            return ["cookie": "connect.sid=\(try stage.kept("cookie"))"]
        case "store/auth/get-with-bearer":
            let answer = try await stage.post("/store/auth/token", ["email": .string(email), "password": password])
            try stage.keep(answer.json["access_token"]?.string, as: "token")
            return ["authorization": "Bearer \(try stage.kept("token"))"]
        case "store/auth/customers-me-bearer": return ["authorization": "Bearer \(try stage.kept("token"))"]
        case "store/auth/bearer-after-logout":
            let headers = [("Authorization", "Bearer \(try stage.kept("token"))")]
            let changed = try await stage.post("/store/customers/me", ["first_name": "Zed"], headers: headers)
            #expect(changed.status == 200)
            return ["authorization": "Bearer \(try stage.kept("token"))"]
        case "store/password/reset-expired":
            // That of the request before it.
            let mails = try await stage.server.outbox.mails(.customerPasswordReset, to: email, atLeast: 1)
            stage.server.clock.advance(by: .seconds(900))
            return ["token": mails.first?.token ?? ""]
        case "store/password/reset-ok":
            stage.server.clock.advance(by: .seconds(60))
            let token = try await stage.server.outbox.token(.customerPasswordReset, to: email) {
                _ = try await stage.post("/store/customers/password-token", ["email": .string(email)])
            }
            try stage.keep(token, as: "reset")
            return ["token": token]
        case "store/password/reset-reuse": return ["token": try stage.kept("reset")]
        default: break
        }
        return [:]
    }

    private static func prepareSecond(_ name: String, _ stage: MedusaStage) async throws -> [String: String] {
        func signIn(_ email: String, _ password: String = "pw") async throws -> String? {
            try await stage.post(
                "/auth/customer/emailpass", ["email": .string(email), "password": .string(password)]
            ).json["token"]?.string
        }
        func bearer(_ name: String) throws -> [String: String] {
            [
                "authorization": "Bearer \(try stage.kept(name))",
                "x-publishable-api-key": try stage.kept("publishable key"),
            ]
        }
        switch name {
        case "auth/unknown-actor":
            try stage.keep(
                try await stage.server.core.store.publishableKeys.create("shop").token, as: "publishable key")
        case "auth/session/delete":
            // A customer's own; the recorded one was an administrator's.
            let registered = try await stage.post(
                "/auth/customer/emailpass/register", ["email": "other@example.com", "password": "pw"])
            let headers = [
                ("Authorization", "Bearer \(registered.json["token"]?.string ?? "")"),
                ("x-publishable-api-key", try stage.kept("publishable key")),
            ]
            #expect(try await stage.post("/store/customers", [:], headers: headers).status == 200)
            let token = try await signIn("other@example.com") ?? ""
            let opened = try await stage.post("/auth/session", [:], headers: [("Authorization", "Bearer \(token)")])
            try stage.keep(opened.cookie("connect.sid"), as: "cookie")
            return ["cookie": "connect.sid=\(try stage.kept("cookie"))"]
        case "store/customers/me-registration-token", "store/customers/create-no-pk":
            if name == "store/customers/me-registration-token" {
                try stage.keep(try await signIn(secondEmail), as: "registration token")
            }
            return try bearer("registration token")
        case "store/customers/create-again":
            let headers = [
                ("Authorization", "Bearer \(try stage.kept("registration token"))"),
                ("x-publishable-api-key", try stage.kept("publishable key")),
            ]
            let made = try await stage.post(
                "/store/customers", ["email": .string(secondEmail), "first_name": "A"], headers: headers)
            #expect(made.status == 200)
            return try bearer("registration token")
        case "store/customers/me-anon": return ["x-publishable-api-key": try stage.kept("publishable key")]
        case "store/customers/me-garbage": return ["x-publishable-api-key": try stage.kept("publishable key")]
        case "store/customers/me-admin-token":
            return [
                "authorization": "Bearer \(try stage.kept("registration token"))",
                "x-publishable-api-key": try stage.kept("publishable key"),
            ]
        case "auth/session/create-customer", "auth/token/refresh-customer":
            try stage.keep(try await signIn(secondEmail), as: "token")
            return try bearer("token")
        case "auth/customer/update-ok":
            stage.server.clock.advance(by: .seconds(60))
            let token = try await stage.server.outbox.token(.customerPasswordReset, to: secondEmail) {
                _ = try await stage.post(
                    "/auth/customer/emailpass/reset-password", ["identifier": .string(secondEmail)])
            }
            try stage.keep(token, as: "reset")
            return try bearer("reset")
        case "auth/customer/update-reuse": return try bearer("reset")
        case "auth/customer/update-query-token": return ["token": try stage.kept("reset")]
        case "store/customers/me-old-token-after-reset": return try bearer("token")
        default: break
        }
        return [:]
    }
}
