import SallyportCore

/// Every case of Medusa's recordings that is about customers, and how we answer it. Those of `admin/` and of other actors are
/// out of scope, and named so.
enum MedusaVerdicts {
    private static let invalidToken: JSON = [
        "type": "unauthorized", "message": "Invalid or expired password reset token",
    ]

    static let first: [String: MedusaVerdict] = [
        "store/customers/create-empty": .differs([.m7]),
        "store/customers/create-missing-password": .differs([.m7]),
        "store/customers/create-bad-email": .differs([.m7]),
        "store/customers/create-unknown-field": .differs([.m7]),
        "store/customers/create-bad-json": .differs([.m5Body, .m7]),
        "store/customers/create-duplicate": .differs([.m7]),
        "store/customers/create-uppercase-email": .differs([.m7]),
        "store/auth/bad-json": .differs([.m5Body, .m7]),
        "store/auth/empty": .differs([.m7]),
        "store/auth/bad-email": .differs([.m7]),
        "store/auth/unknown-field": .differs([.m7]),
        "store/auth/wrong-password": .differs([.m7]),
        "store/auth/unknown-user": .differs([.m7]),
        "store/auth/uppercase-email": .differs([.m7SignIn, .storeDevice, .d18]),
        "store/auth/form-urlencoded": .differs([.m7]),
        "store/auth/empty-password": .differs([.m7]),
        "store/auth/ok-with-origin-allowed": .differs([.m7SignIn, .storeDevice, .d18]),
        "store/auth/ok-with-origin-disallowed": .differs([.m7SignIn, .storeDevice, .d18]),
        "store/auth/ok-with-existing-session": .differs([
            .m5(as: "store/auth/uppercase-email"), .m7SignIn, .storeDevice, .d18,
        ]),
        "store/auth/get-session-ok": .differs([.d18]),
        "store/auth/get-session-anon": .differs([.m7]),
        "store/auth/get-session-garbage-cookie": .differs([.m7]),
        "store/auth/token-ok": .differs([.m7, .d18]),
        "store/auth/token-wrong-password": .differs([.m7]),
        "store/auth/token-empty": .differs([.m7]),
        "store/auth/get-with-bearer": .differs([.m7, .d18]),
        "store/auth/get-with-bearer-garbage": .differs([.m7]),
        "store/auth/get-with-bearer-expired": .differs([.m7]),
        "store/auth/get-with-bearer-wrong-domain": .differs([.m7]),
        "store/auth/exists-known": .differs([.m7, .d18]),
        "store/auth/customers-me-cookie": .differs([.d18]),
        "store/auth/customers-me-bearer": .differs([.m7, .d18]),
        "store/auth/customers-me-bearer-garbage": .differs([.m7]),
        "store/auth/customers-me-update-unknown-field": .agrees,
        "store/auth/preflight": .differs([.m7]),
        "store/auth/logout": .differs([.cleared]),
        "store/auth/bearer-after-logout": .differs([.m7, .d18]),
        "store/password/token-empty": .differs([.m7]),
        "store/password/token-known": .differs([.m7]),
        "store/password/reset-empty": .differs([.m7]),
        "store/password/reset-garbage": .differs([.storeError("M1", 401, invalidToken), .m7]),
        "store/password/reset-unknown-email": .differs([.m7]),
        "store/password/reset-expired": .differs([.storeError("M1", 401, invalidToken), .m7]),
        "store/password/reset-ok": .differs([.m7, .d18]),
        "store/password/reset-reuse": .differs([.storeError("M1", 401, invalidToken), .m7]),
        "store/auth/old-password-after-reset": .differs([.m7]),
        "store/auth/get-with-admin-bearer": .differs([.m7]),
        "route-unknown": .differs([.m7]),
        "route-unknown-admin": .outOfScope,
        "route-unknown-root": .differs([.unknownPath("M8", "/nope"), .m7]),
    ]

    static let second: [String: MedusaVerdict] = [
        "auth/unknown-actor": .differs([.unknownPath("M9", "/auth/robot/emailpass")]),
        "auth/session/create-garbage": .agrees,
        "auth/session/delete": .differs([.clearedOverHTTPS, .d18]),
        "auth/token/refresh-anon": .agrees,
        "auth/token/refresh-garbage": .agrees,
        "auth/customer/register-bad-email": .differs([
            .storeError("M9", 400, ["type": "invalid_data", "message": "Invalid request: Invalid email"])
        ]),
        "auth/customer/register-ok": .differs([.d18]),
        "auth/customer/login-before-customer": .differs([.d18]),
        "store/customers/me-registration-token": .agrees,
        "store/customers/create-no-pk": .agrees,
        "store/customers/create-again": .agrees,
        "auth/customer/ok": .differs([.d18]),
        "auth/customer/wrong": .agrees,
        "store/customers/me-anon": .agrees,
        "store/customers/me-garbage": .agrees,
        "store/customers/me-admin-token": .agrees,
        "auth/session/create-customer": .differs([.m7SignIn, .d18]),
        "auth/token/refresh-customer": .differs([.d18]),
        "auth/customer/reset-empty": .agrees,
        "auth/customer/reset-unknown": .agrees,
        "auth/customer/reset-known": .agrees,
        "auth/customer/update-garbage": .agrees,
        "auth/customer/update-ok": .differs([.d18]),
        "auth/customer/update-reuse": .differs([.instead("M9", as: "auth/customer/update-garbage")]),
        "auth/customer/update-query-token": .agrees,
        // The reuse before it changed nothing.
        "auth/customer/new-password": .differs([.instead("M9", as: "auth/customer/ok"), .d18]),
        "auth/customer/new-password-2": .differs([.instead("M9", as: "auth/customer/wrong")]),
        "store/customers/me-old-token-after-reset": .differs([.instead("M9", as: "store/customers/me-garbage")]),
        "route-unknown-auth": .differs([.unknownPath("M8", "/auth/nope")]),
    ]

    /// Whether a case is somebody's who is no customer.
    static func isOutOfScope(_ name: String) -> Bool {
        name.hasPrefix("admin/") || name.hasPrefix("auth/user/") || name == "route-unknown-admin"
    }
}

extension Deviation {
    /// ``cleared``, where cookies go over https only.
    static let clearedOverHTTPS = Deviation(number: "S49") { answer, _ in
        var cookie = CookieField("connect.sid=")
        cookie.attributes = [
            "Path": "/", "Expires": "Thu, 01 Jan 1970 00:00:00 GMT", "HttpOnly": "", "Secure": "", "SameSite": "Lax",
        ]
        answer.cookies = [cookie]
    }

    /// ``device``, as this door writes cookies.
    static let storeDevice = Deviation(number: "S47") { answer, _ in
        guard let other = answer.cookies.first(where: { $0.name == "connect.sid" }) else { return }
        var cookie = CookieField("sallyport_device=\(String(repeating: "A", count: 38))")
        cookie.attributes = other.attributes
        answer.cookies = (answer.cookies + [cookie]).sorted { $0.name < $1.name }
    }
}
