import SallyportCore

/// Cases that differ on purpose.
enum Deviations {
    static let cases: [Configuration: [String: [Deviation]]] = [
        .standard: standard,
        .providers: ["provider/login-default-disabled-or-not": [.d18]],
        .customCookies: [
            "cookies/login-json": [.d18],
            "cookies/login-session": [.d18, .device],
            "cookies/logout-cookie": [.d10],
            "cookies/refresh-session": [.d18],
            "cookies/me-bad-session": [.d10],
        ],
        .rateLimited: ["ratelimit/login-2(points=3)": [.d18]],
        .parallelSignIns: parallelSignIns,
    ]

    /// The numbers in use.
    static var numbers: [String] {
        Set(cases.values.flatMap { $0.values.flatMap { $0.map(\.number) } }).sorted()
    }

    private static let standard: [String: [Deviation]] = [
        "login/unknown-extra-field": [.d18],
        "login/otp-given-but-no-tfa": [.d18],
        "login/email-case-insensitive": [.d18],
        "login/trailing-slash": [.d18],
        "login/ok-default-mode": [.d18],
        "login/ok-json": [.d18],
        "login/ok-cookie": [.d18, .device],
        "login/ok-session": [.d18, .device],
        "login/ok-json-with-origin": [.d18],
        "login/ok-with-existing-session-cookie": [.d18, .device],
        "login/enforce-tfa-user": [.d18],
        "tfa/generate-ok": [.d5Seed, .d18],
        "tfa/generate-static-token-user": [.d5Seed, .d18],
        "login/tfa-ok-otp": [.d18],
        // Each code is good once, and those of the steps beside the present one are good, too.
        "login/tfa-ok-otp-replayed": [.instead("D5", as: "login/tfa-wrong-otp")],
        "login/tfa-otp-one-step-ahead": [.instead("D5", as: "login/tfa-ok-otp"), .d18],
        "login/tfa-ok-otp-session": [.instead("D5", as: "login/tfa-no-otp-session")],
        "login/brute-4-wrong-password(attempts=3)": [.exceeded("D4", limit: 3, seconds: 898)],
        "login/brute-5-wrong-password(attempts=3)": [.exceeded("D4", limit: 3, seconds: 898)],
        "login/brute-correct-password-after-lock": [.exceeded("D4", limit: 3, seconds: 897)],
        "users/brute-status": [.value("D4", ["data": ["status": "active"]])],
        // Whatever else the request shows, it signs in.
        "login/ok-with-invalid-bearer": [.instead("D3", as: "login/ok-json"), .d18],
        "login/ok-with-stale-session-cookie": [.instead("D3", as: "login/ok-session"), .d18, .device],

        // Signed by us, but with no session that could end.
        "me/bearer-valid-unknown-user": [.instead("D2", as: "me/query-token-garbage")],
        "me/session-cookie-garbage": [.d10],
        "me/session-jwt-unknown-session": [.d10],
        "me/old-session-cookie-after-grace": [.d10],

        "refresh/json-after-own-password-patch": [.instead("D17", as: "refresh/json-ok"), .d18],
        "refresh/json-ok": [.d18],
        "refresh/mode-null-with-token": [.d18],
        "refresh/with-expired-bearer-header": [.instead("D3", as: "refresh/json-ok"), .d18],
        "refresh/with-stale-session-cookie-json-mode": [.instead("D3", as: "refresh/json-ok"), .d18],
        "refresh/cookie-ok": [.d18],
        "refresh/cookie-ok-default-mode-no-body": [.d18],
        "refresh/cookie-token-as-json-body": [.d18],
        "refresh/json-token-as-cookie": [.d18],
        "refresh/session-ok": [.d18],
        "refresh/session-reuse-old-after-grace": [.d10],
        // The reuse before it ended the session (rule 5.3).
        "refresh/session-new-ok-after-grace": [.instead("D1", as: "refresh/session-row-expired"), .d10],
        "refresh/session-row-expired": [.d10],
        "refresh/json-race-0": [.instead("D1", as: "refresh/json-race-1"), .d18],
        "refresh/json-race-1": [.d18],

        "logout/cookie-garbage": [.d10],
        "logout/session-garbage": [.d10],
        "logout/cookie-ok": [.d10],
        "logout/cookie-ok-no-body": [.d10],
        "logout/session-ok": [.d10],
        // Signing out needs no living session, here as in json and cookie mode (rule 5.4).
        "logout/session-again": [.instead("D3", as: "logout/session-ok"), .d10],
        "logout/both-cookies-cookie-mode": [.d10],

        "users/create-weak-password-admin": [.d9],

        "password-reset/weak-password-policy": [.d9],
        "password-reset/empty-password-valid-token": [
            .instead("D14", as: "password-reset/weak-password-policy"), .d9,
        ],
        // The token is as good as before.
        "password-reset/empty-password-token-reuse": [.instead("D14", as: "password-reset/ok")],
        "login/new-password-after-reset": [.d18],
        "me/bearer-opened-before-reset": [.instead("D2", as: "me/query-token-garbage")],
        "me/session-opened-before-reset": [.d10],
        "invite/accept-weak-password": [.d9],
        "login/invited-user-after-accept": [.d18],
        "register/weak-password": [.d9],
        // It is an address here, and the filter does not admit it.
        "register/filtered-domain": [.instead("D23", as: "register/disabled")],
        "register/verify-reuse": [.instead("D6", as: "register/verify-wrong-scope")],
        "login/registered-no-verify": [.d18],
        "utils/hash-generate-anon": [.instead("D15", as: "me/anonymous")],
        "utils/hash-generate": [.d18],
        "utils/random-string": [.d18],
    ]

    private static let parallelSignIns: [String: [Deviation]] = {
        var cases = Dictionary(uniqueKeysWithValues: Configuration.parallelSignInNames.map { ($0, [Deviation.d18]) })
        // Nobody was suspended.
        cases["suspendrace/login-after"] = [
            .instead("D4", as: "suspendrace/correct-login-07-of-40-in-parallel"), .d18,
        ]
        cases["suspendrace/user-status-after"] = [.value("D4", ["data": ["status": "active"]])]
        return cases
    }()
}
