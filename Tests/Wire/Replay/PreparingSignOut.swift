import SallyportCore
import TestSupport

extension Preparations {
    /// `logout/`: tokens of no recorded answer come from sign-ins of their own.
    static let signOut: [String: Preparation] = [
        "logout/json-ok": { stage in [.refreshToken: try await stage.signIn().refresh] },
        "logout/json-no-mode": { stage in [.refreshToken: try await stage.signIn().refresh] },
        "logout/json-bearer-only": { stage in [.bearer: try await stage.signIn().access] },
        "logout/cookie-ok": { stage in [.refreshCookie: try await stage.signIn("alice", .cookie).refresh] },
        "logout/cookie-ok-no-body": { stage in [.refreshCookie: try await stage.signIn("alice", .cookie).refresh] },
        "logout/session-ok": { stage in
            [.sessionCookie: try await stage.signIn("alice", .session).sessionCookie]
        },
        "logout/session-again": { stage in
            [.sessionCookie: try stage.shown(.sessionCookie, in: "logout/session-ok")]
        },
        "logout/session-cookie-default-mode": { stage in
            [.sessionCookie: try await stage.signIn("alice", .session).sessionCookie]
        },
        "logout/both-cookies-cookie-mode": { stage in
            [
                .refreshCookie: try await stage.signIn("alice", .cookie).refresh,
                .sessionCookie: try stage.shown(.sessionCookie, in: "logout/session-cookie-default-mode"),
            ]
        },
        "logout/session-jwt-expired": { stage in
            let token = try stage.forge(lifetime: -10, session: "x").keeping(["id", "session", "iat", "exp", "iss"])
            return [.sessionCookie: token.signed(with: Configuration.secret)]
        },
    ]

    /// `cookies/`
    static let customCookies: [String: Preparation] = [
        "cookies/logout-cookie": { stage in
            [.cookie("my_refresh"): try await stage.signIn("alice", .cookie).refresh]
        },
        "cookies/refresh-session": { stage in
            [.cookie("my_session"): try await stage.signIn("alice", .session).sessionCookie]
        },
    ]
}
