/// Cases whose answers agree in all that counts.
enum Agreements {
    static let cases: [Configuration: [String]] = [
        .standard: providers + server + login + ownAccount + refresh + logout + administration + ["payload-too-large"],
        .providers: ["provider/local2-login"],
        .defaultDisabled: [
            "provider/list",
            "provider/list-sessionOnly",
            "provider/login-default-disabled-or-not",
            "provider/github-redirect",
            "provider/github-redirect-param",
            "provider/github-callback-no-cookie",
            "provider/github-post",
            "provider/local2-login",
        ],
        .customCookies: [
            "cookies/preflight",
            "cookies/login-wrong",
            "cookies/login-unknown",
        ],
        .rateLimited: [
            "ratelimit/login-3(points=3)",
            "ratelimit/login-5(points=3)",
            "ratelimit/register-2(registration limiter default 5/60s)",
            "ratelimit/register-3(registration limiter default 5/60s)",
            "ratelimit/register-4(registration limiter default 5/60s)",
            "ratelimit/register-6(registration limiter default 5/60s)",
            "ratelimit/register-7(registration limiter default 5/60s)",
            "ratelimit/ping",
        ],
    ]

    /// Where a JSON parser speaks: its own words after `Invalid payload.` are aside (`recordings/README.md`, D24).
    static let parserWords: Set = [
        "login/bad-json", "login/bad-json-trailing", "login/json-string", "refresh/bad-json",
    ]

    private static let providers = ["providers/get", "providers/sessionOnly"]

    private static let server = ["server/health-anon", "server/info-anon"]

    private static let login = [
        "login/bad-json",
        "login/bad-json-trailing",
        "login/empty-body-json-ct",
        "login/no-body-no-ct",
        "login/json-array",
        "login/json-string",
        "login/form-urlencoded",
        "login/text-plain",
        "login/missing-password",
        "login/empty-object",
        "login/empty-email",
        "login/email-not-email",
        "login/password-number",
        "login/email-null",
        "login/mode-invalid",
        "login/mode-null",
        "login/otp-null",
        "login/wrong-password",
        "login/status-susp",
        "login/status-inv",
        "login/status-draft",
        "login/status-unver",
        "login/default-provider-by-name",
        "login/get-method",
        "login/cors-preflight",
        "login/empty-password-after-empty-reset",
    ]

    private static let ownAccount = [
        "me/anonymous",
        "me/bearer-lowercase-scheme",
        "me/basic-scheme",
        "me/bearer-three-parts",
        "me/bearer-empty",
        "me/bearer-jwt-wrong-secret",
        "me/bearer-expired",
        "me/bearer-alg-none",
        "me/bearer-wrong-issuer",
        "me/bearer-no-role-claim",
        "me/query-token-static",
        "me/query-token-garbage",
        "me/session-cookie",
        "me/garbage-bearer-and-good-session-cookie",
        "me/refresh-token-as-bearer",
        "me/access-token-in-session-cookie",
        "me/session-jwt-expired-cookie",
        "me/static-token-case",
        "me/list-users-as-member",
        "me/list-users-anon",
        "me/users-by-id-anon",
        "me/fields-star-role",
        "me/fields-unknown",
        "me/head-method",
        "me/patch-email-as-member-static-token",
        "me/patch-email-taken",
        "me/patch-status-as-member",
        "me/patch-role-as-member",
        "me/patch-anon",
        "me/patch-password",
        "me/bearer-after-password-patch",
        "me/old-session-cookie-within-grace",
        "me/enforce-tfa-user",
    ]

    private static let refresh = [
        "refresh/no-body",
        "refresh/empty-object",
        "refresh/json-missing-token",
        "refresh/cookie-missing",
        "refresh/mode-invalid",
        "refresh/bad-json",
        "refresh/json-garbage",
        "refresh/json-empty-string",
        "refresh/json-number",
        "refresh/json-object",
        "refresh/json-array",
        "refresh/cookie-garbage",
        "refresh/json-token-mode-session",
        "refresh/session-jwt-expired",
        "refresh/session-cookie-is-plain-access-token",
        "refresh/json-expired-session",
        "refresh/user-suspended-after-login",
        "refresh/user-suspended-after-login-again",
        "refresh/user-deleted-after-login",
        "refresh/json-after-logout",
    ]

    private static let administration = ["users/create-dup-email", "users/create-invalid-email", "roles/me"]

    private static let logout = [
        "logout/empty-object",
        "logout/json-missing",
        "logout/json-garbage",
        "logout/mode-invalid",
        "logout/json-ok",
        "logout/json-no-mode",
        "logout/json-bearer-only",
        "logout/session-cookie-default-mode",
        "logout/session-jwt-expired",
    ]
}
