import SallyportCore
import TestSupport

extension Preparations {
    /// `login/` and `payload-too-large`
    static let signIn: [String: Preparation] = [
        "login/ok-with-existing-session-cookie": { stage in
            [.sessionCookie: try stage.tokens(of: "login/ok-session").sessionCookie]
        },
        "payload-too-large": { _ in
            let start = #"{"email": "alice@example.com", "password": ""#
            let end = #""}"#
            let filling = 1_100_046 - start.utf8.count - end.utf8.count
            return [.wholeBody: start + String(repeating: "x", count: filling) + end]
        },
    ]

    /// `login/enforce-tfa-user` and `me/enforce-tfa-user`
    static let enforcedSecondFactor: [String: Preparation] = [
        "login/enforce-tfa-user": { stage in
            // A role whose policy enforces a second factor, and an account that has none.
            let role = Role(id: Role.ID(rawValue: "5d2d233f-7878-4c72-ab75-c4e5d6d78f44"), name: "Enforced")
            let policy = Policy(
                id: Policy.ID(rawValue: "4c1c122e-6767-4b61-8a64-b3d4c5c67e33"), name: "Enforced", hasAppAccess: true,
                enforcesSecondFactor: true)
            try await stage.server.vault.write(.relaxed) { transaction in
                try transaction.insert(role)
                try transaction.insert(policy)
                try transaction.attach(policy.id, to: .role(role.id), id: "3b0b011d-5656-4a50-9953-a2c3b4b56d22")
            }
            _ = try await stage.server.core.administerAccounts.create(
                EmailAddress("enf@example.com"), password: Password("correct horse 9"), role: "Enforced",
                staticToken: nil, in: .team)
            return [:]
        },
        "me/enforce-tfa-user": { stage in
            [.bearer: try stage.tokens(of: "login/enforce-tfa-user").access]
        },
    ]

    /// `suspendrace/`
    static let parallelSignIns: [String: Preparation] = [
        "suspendrace/correct-login-07-of-40-in-parallel": { stage in
            // Somebody without a role.
            _ = try await stage.server.core.administerAccounts.create(
                EmailAddress("race1795291825@example.com"), password: Password("correct horse 9"), role: nil,
                staticToken: nil, in: .team)
            return [:]
        },
        "suspendrace/user-status-after": { stage in
            let found = try await stage.server.vault.read { reading in
                try reading.account(EmailAddress("race1795291825@example.com"), in: .team)
            }
            guard let found else { throw Stage.Unprepared("nobody raced") }
            return [.account: found.id.rawValue]
        },
    ]

    /// `ratelimit/`
    static let rateLimited: [String: Preparation] = [
        "ratelimit/login-2(points=3)": { stage in
            // Before it, two points of three were taken: by login-1, and by whoever waited for the server. By the
            // recorded `reset` the window began then, 0.37 s before the second that the answer's `Date` names; and that
            // lost another half second on average.
            try await stage.earlier(by: .milliseconds(870)) {
                _ = try await stage.server.client.send("GET", "/server/ping")
                _ = try await stage.signIn()
            }
            return [:]
        }
    ]
}
