import SallyportCore
import TestSupport

extension Preparations {
    /// `password-reset/` and what shows its effect.
    static let passwordReset: [String: Preparation] = [
        "password-reset/expired": { stage in
            [
                .oneTimeToken: try await stage.earlier(by: .seconds(2 * 86_400)) {
                    try await stage.passwordResetToken("carol2")
                }
            ]
        },
        "password-reset/wrong-scope": { stage in [.oneTimeToken: try await stage.invitationToken("scope")] },
        "password-reset/right-scope-bad-hash": { stage in
            // There, the token told of another password. Here, it died with the password.
            let token = try await stage.passwordResetToken("changed")
            try await stage.server.core.administerAccounts.setPassword(
                Password("another horse 9"), of: EmailAddress("changed@example.com"), in: .team)
            return [.oneTimeToken: token]
        },
        "password-reset/unknown-user": { stage in
            let token = try await stage.passwordResetToken("deleted")
            try await stage.server.core.administerAccounts.delete(EmailAddress("deleted@example.com"), in: .team)
            return [.oneTimeToken: token]
        },
        "password-reset/empty-password-valid-token": { stage in
            [.oneTimeToken: try await stage.passwordResetToken("erin", isNew: false)]
        },
        "password-reset/empty-password-token-reuse": { stage in
            [.oneTimeToken: try stage.shown(.oneTimeToken, in: "password-reset/empty-password-valid-token")]
        },
        "password-reset/weak-password-policy": { stage in
            try await setPolicy("/^.{8,}$/", stage)
            let (open, session) = (try await stage.signIn("dave"), try await stage.signIn("dave", .session))
            stage.keep(try open.access, as: "dave's bearer")
            stage.keep(try session.sessionCookie, as: "dave's cookie")
            // That of his first request: he asked several times within a minute.
            let mails = try await stage.server.outbox.mails(.passwordReset, to: "dave@example.com", atLeast: 1)
            guard let token = mails.first?.token else { throw Stage.Unprepared("the mail to dave has no link") }
            return [.oneTimeToken: token]
        },
        "password-reset/ok": { stage in
            [.oneTimeToken: try stage.shown(.oneTimeToken, in: "password-reset/weak-password-policy")]
        },
        "password-reset/second-token-after-reset": { stage in
            [.oneTimeToken: try stage.shown(.oneTimeToken, in: "password-reset/ok")]
        },
        "me/bearer-opened-before-reset": { stage in [.bearer: try stage.kept("dave's bearer")] },
        "me/session-opened-before-reset": { stage in [.sessionCookie: try stage.kept("dave's cookie")] },
    ]

    /// `invite/` and what shows its effect.
    static let invitation: [String: Preparation] = [
        "invite/anon": { stage in [.role: stage.fixture.member.rawValue] },
        "invite/missing-email": { stage in [.role: stage.fixture.member.rawValue] },
        "invite/bad-email": { stage in [.role: stage.fixture.member.rawValue] },
        "invite/again-same-email": { stage in
            _ = try await stage.invitationToken("new1")
            return [.role: stage.fixture.member.rawValue]
        },
        "invite/existing-active-user": { stage in [.role: stage.fixture.member.rawValue] },
        "invite/disallowed-invite-url": { stage in [.role: stage.fixture.member.rawValue] },
        "invite/allowed-invite-url": { stage in [.role: stage.fixture.member.rawValue] },
        "invite/array-of-emails": { stage in [.role: stage.fixture.member.rawValue] },
        "invite/accept-expired": { stage in
            [
                .oneTimeToken: try await stage.earlier(by: .seconds(8 * 86_400)) {
                    try await stage.invitationToken("late")
                }
            ]
        },
        "invite/accept-wrong-scope": { stage in [.oneTimeToken: try await stage.passwordResetToken("wrong")] },
        "invite/accept-weak-password": { stage in
            try await setPolicy("/^.{8,}$/", stage)
            return [.oneTimeToken: try await stage.invitationToken("new1")]
        },
        "invite/accept-ok": { stage in
            [.oneTimeToken: try stage.shown(.oneTimeToken, in: "invite/accept-weak-password")]
        },
        "invite/accept-reuse": { stage in
            [.oneTimeToken: try stage.shown(.oneTimeToken, in: "invite/accept-weak-password")]
        },
        "invite/accept-unknown-user": { stage in
            let token = try await stage.invitationToken("ghost")
            try await stage.server.core.administerAccounts.delete(EmailAddress("ghost@example.com"), in: .team)
            return [.oneTimeToken: token]
        },
    ]

    /// `register/` and what shows its effect.
    static let registration: [String: Preparation] = [
        "register/empty": { stage in
            try await openRegistration(stage)
            return [:]
        },
        "register/verify-expired": { stage in
            [
                .oneTimeToken: try await stage.earlier(by: .seconds(8 * 86_400)) {
                    try await stage.registrationToken("old")
                }
            ]
        },
        "register/verify-wrong-scope": { stage in [.oneTimeToken: try await stage.invitationToken("other")] },
        "register/verify-ok": { stage in
            guard let token = stage.server.outbox.mails(.registration, to: "reg1@example.com").first?.token else {
                throw Stage.Unprepared("nobody has written to reg1")
            }
            return [.oneTimeToken: token]
        },
        "register/verify-reuse": { stage in
            [.oneTimeToken: try stage.shown(.oneTimeToken, in: "register/verify-ok")]
        },
        "register/ok-no-verify": { stage in
            try await stage.set(["public_registration_verify_email": false])
            return [:]
        },
    ]

    /// `reglimit/`
    static let registrationLimit: [String: Preparation] = [
        "reglimit/register-2(default limiter 5 per 60s per ip)": { stage in
            try await openRegistration(stage)
            // Before it was the first. By the recorded `reset` the window began 0.83 s before the second that the answer's
            // `Date` names; and that, as those of the others, has lost half a second on average.
            try await stage.earlier(by: .milliseconds(1700)) { try await stage.register("rg1") }
            return [:]
        }
    ]

    /// `smtpdown/`
    static let mailServerDown: [String: Preparation] = [
        "smtpdown/invite": { stage in [.role: stage.fixture.member.rawValue] },
        "smtpdown/register": { stage in
            try await openRegistration(stage)
            return [:]
        },
    ]

    static func setPolicy(_ pattern: String?, _ stage: Stage) async throws {
        try await stage.set(["auth_password_policy": JSON(pattern)])
    }

    private static func openRegistration(_ stage: Stage) async throws {
        try await stage.set([
            "public_registration": true, "public_registration_role": .string(stage.fixture.member.rawValue),
            "public_registration_email_filter": ["email": ["_ends_with": "@example.com"]],
        ])
    }
}

extension Stage {
    /// Changes settings, as the recordings' administrator did.
    func set(_ settings: JSON) async throws {
        let answer = try await server.client.send(
            "PATCH", "/settings", headers: [("Authorization", "Bearer \(Fixture.administratorToken)")], json: settings)
        guard answer.status == 200 else { throw Unprepared("the settings cannot be changed: \(answer.text)") }
    }

    /// The token of a mail to somebody who forgot his password.
    ///
    /// - Parameter isNew: whether the account is to be made.
    func passwordResetToken(_ name: String, isNew: Bool = true) async throws -> String {
        let email = "\(name)@example.com"
        if isNew {
            _ = try await server.core.administerAccounts.create(
                EmailAddress(email), password: Password(Fixture.password), role: "Member", staticToken: nil, in: .team)
        }
        return try await server.outbox.token(.passwordReset, to: email) {
            try await expect(
                204,
                try await server.client.send("POST", "/auth/password/request", json: ["email": .string(email)]))
        }
    }

    /// The token of an invitation.
    func invitationToken(_ name: String) async throws -> String {
        let email = "\(name)@example.com"
        return try await server.outbox.token(.invitation, to: email) {
            try await expect(
                204,
                try await server.client.send(
                    "POST", "/users/invite", headers: [("Authorization", "Bearer \(Fixture.administratorToken)")],
                    json: ["email": .string(email), "role": .string(fixture.member.rawValue)]))
        }
    }

    /// The token of a registration.
    func registrationToken(_ name: String) async throws -> String {
        try await server.outbox.token(.registration, to: "\(name)@example.com") { try await register(name) }
    }

    func register(_ name: String) async throws {
        try await expect(
            204,
            try await server.client.send(
                "POST", "/users/register",
                json: ["email": .string("\(name)@example.com"), "password": "newpassword1"]))
    }

    private func expect(_ status: Int, _ answer: HTTPAnswer) async throws(Unprepared) {
        guard answer.status == status else { throw Unprepared("\(answer.status) \(answer.text)") }
    }
}
