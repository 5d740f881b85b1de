import SallyportCore
import TestSupport

extension Preparations {
    /// `tfa/` and `login/tfa-…`
    static let secondFactor: [String: Preparation] = [
        "tfa/generate-no-password": { stage in
            stage.keep(try await stage.signIn("tfa").access, as: "tfa's bearer")
            return [.bearer: try stage.kept("tfa's bearer")]
        },
        "tfa/generate-wrong-password": { stage in [.bearer: try stage.kept("tfa's bearer")] },
        "tfa/generate-ok": { stage in [.bearer: try stage.kept("tfa's bearer")] },
        "tfa/enable-missing-secret": { stage in [.bearer: try stage.kept("tfa's bearer")] },
        "tfa/enable-missing-otp": { stage in
            [.bearer: try stage.kept("tfa's bearer"), .seed: try stage.generatedSeed]
        },
        "tfa/enable-ok": { stage in
            [
                .bearer: try stage.kept("tfa's bearer"), .seed: try stage.generatedSeed,
                .oneTimePassword: try stage.code(),
            ]
        },
        "tfa/generate-when-enabled": { stage in [.bearer: try stage.kept("tfa's bearer")] },
        "login/tfa-wrong-password-good-otp": { stage in [.oneTimePassword: try stage.code()] },
        "login/tfa-ok-otp": { stage in [.oneTimePassword: try stage.code()] },
        "login/tfa-ok-otp-replayed": { stage in [.oneTimePassword: try stage.code()] },
        "login/tfa-otp-one-step-back": { stage in [.oneTimePassword: try stage.code(stepsAhead: -1)] },
        "login/tfa-otp-one-step-ahead": { stage in [.oneTimePassword: try stage.code(stepsAhead: 1)] },
        "login/tfa-otp-two-steps-back": { stage in [.oneTimePassword: try stage.code(stepsAhead: -2)] },
        "login/tfa-otp-with-space": { stage in
            let code = try stage.code()
            return [.oneTimePassword: "\(code.prefix(3)) \(code.suffix(3))"]
        },
        "login/tfa-ok-otp-session": { stage in [.oneTimePassword: try stage.code()] },
        "tfa/disable-no-otp": { stage in [.bearer: try stage.kept("tfa's bearer")] },
        "tfa/disable-wrong-otp": { stage in [.bearer: try stage.kept("tfa's bearer")] },
        "tfa/disable-when-off": { stage in
            // Before it, it was turned off; here with a recovery code, for the app's codes of this minute are used up.
            let bearer = [("Authorization", "Bearer \(try stage.kept("tfa's bearer"))")]
            let made = try await stage.server.client.send(
                "POST", "/users/me/tfa/recovery-codes", headers: bearer, json: ["password": .string(Fixture.password)])
            let code = made.json["data"]?["recovery_codes"]?.array?.first ?? .null
            let disabled = try await stage.server.client.send(
                "POST", "/users/me/tfa/disable", headers: bearer, json: ["otp": code])
            guard disabled.status == 204 else { throw Stage.Unprepared("it cannot be disabled: \(disabled.text)") }
            return [.bearer: try stage.kept("tfa's bearer")]
        },
        "tfa/member-disable-other": { stage in
            guard let alice = stage.fixture.accounts["alice"] else { throw Stage.Unprepared("there is no alice") }
            return [.bearer: try stage.kept("tfa's bearer"), .account: alice.rawValue]
        },
    ]

    /// `login/brute-…`
    static let guessing: [String: Preparation] = [
        "login/brute-1-wrong-password(attempts=3)": { stage in
            try await stage.set(["auth_login_attempts": 3])
            return [:]
        },
        "login/brute-3-wrong-password(attempts=3)": { stage in
            // The second, which our copy of the recordings lacks.
            let answer = try await stage.server.client.send(
                "POST", "/auth/login", json: ["email": "brute@example.com", "password": "nope"])
            guard answer.status == 401 else { throw Stage.Unprepared("the second guess: \(answer.text)") }
            return [:]
        },
        "users/brute-status": { stage in
            guard let id = stage.fixture.accounts["brute"] else { throw Stage.Unprepared("there is no brute") }
            return [.account: id.rawValue]
        },
    ]
}

extension Stage {
    /// What `tfa/generate-ok` was answered with.
    var generatedSeed: String {
        get throws {
            let data = try answer(to: "tfa/generate-ok").json["data"]
            guard let seed = data?["secret"]?.string else { throw Unprepared("no seed was generated") }
            return seed
        }
    }

    /// The code that an authenticator app shows so many steps from now.
    func code(stepsAhead steps: Int64 = 0) throws -> String {
        TimeCode.text(seed: try generatedSeed, at: server.clock.now + .seconds(30 * steps))
    }
}
