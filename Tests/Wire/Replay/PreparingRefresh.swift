import SallyportCore
import TestSupport

extension Preparations {
    /// `refresh/`: tokens of no recorded answer come from sign-ins of their own.
    static let refresh: [String: Preparation] = [
        "refresh/json-after-own-password-patch": { stage in
            [.refreshToken: try stage.tokens(of: "login/ok-json").refresh]
        },
        "refresh/json-ok": { stage in [.refreshToken: try await stage.signIn().refresh] },
        "refresh/mode-null-with-token": { stage in [.refreshToken: try await stage.signIn().refresh] },
        "refresh/with-expired-bearer-header": { stage in
            [
                .bearer: try stage.forge(lifetime: -10).signed(with: Configuration.secret),
                .refreshToken: try await stage.signIn().refresh,
            ]
        },
        "refresh/with-stale-session-cookie-json-mode": { stage in
            [.refreshToken: try await stage.signIn().refresh]
        },
        "refresh/cookie-ok": { stage in [.refreshCookie: try await stage.signIn("alice", .cookie).refresh] },
        "refresh/cookie-ok-default-mode-no-body": { stage in
            [.refreshCookie: try stage.tokens(of: "refresh/cookie-ok").refresh]
        },
        "refresh/cookie-token-as-json-body": { stage in
            [.refreshToken: try await stage.signIn("alice", .cookie).refresh]
        },
        "refresh/json-token-as-cookie": { stage in [.refreshCookie: try await stage.signIn().refresh] },
        "refresh/json-token-mode-session": { stage in [.refreshToken: try await stage.signIn().refresh] },
        "refresh/session-ok": { stage in
            [.sessionCookie: try await stage.signIn("alice", .session).sessionCookie]
        },
        "refresh/session-jwt-expired": { stage in
            let session = try await stage.signIn("alice", .session).session
            return [.sessionCookie: try stage.forge(lifetime: -10, session: session).signed(with: Configuration.secret)]
        },
        "refresh/session-cookie-is-plain-access-token": { stage in
            [.sessionCookie: try await stage.signIn().access]
        },
        "refresh/session-reuse-old-after-grace": { stage in
            [.sessionCookie: try stage.shown(.sessionCookie, in: "refresh/session-ok")]
        },
        "refresh/session-new-ok-after-grace": { stage in
            [.sessionCookie: try stage.tokens(of: "refresh/session-ok").sessionCookie]
        },
        "refresh/json-expired-session": { stage in
            // There, the session's row was set to have expired. Here, it has.
            let tokens = try await stage.earlier(by: .seconds(8 * 86_400)) { try await stage.signIn() }
            return [.refreshToken: try tokens.refresh]
        },
        "refresh/session-row-expired": { stage in
            // The session has expired, the token has not.
            let tokens = try await stage.earlier(by: .seconds(2 * 86_400)) { try await stage.signIn("alice", .session) }
            let token = try stage.forge(lifetime: 86_400, session: tokens.session)
            return [.sessionCookie: token.signed(with: Configuration.secret)]
        },
        "refresh/user-suspended-after-login": { stage in
            let tokens = try await stage.signIn("carol")
            try await stage.server.core.administerAccounts.setStatus(
                .suspended, of: EmailAddress("carol@example.com"), in: .team)
            return [.refreshToken: try tokens.refresh]
        },
        "refresh/user-suspended-after-login-again": { stage in
            [.refreshToken: try stage.shown(.refreshToken, in: "refresh/user-suspended-after-login")]
        },
        "refresh/user-deleted-after-login": { stage in
            let email = EmailAddress("gone@example.com")
            _ = try await stage.server.core.administerAccounts.create(
                email, password: Password("correct horse 9"), role: "Member", staticToken: nil, in: .team)
            let tokens = try await stage.signIn("gone")
            try await stage.server.core.administerAccounts.delete(email, in: .team)
            return [.refreshToken: try tokens.refresh]
        },
        "refresh/json-race-0": { stage in [.refreshToken: try await stage.signIn().refresh] },
        "refresh/json-race-1": { stage in
            [.refreshToken: try stage.shown(.refreshToken, in: "refresh/json-race-0")]
        },
        "refresh/json-after-logout": { stage in
            [.refreshToken: try stage.shown(.refreshToken, in: "logout/json-ok")]
        },
    ]
}
