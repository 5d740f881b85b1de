import SallyportCore
import TestSupport

extension Preparations {
    /// `me/`: Alice's json session is that of `login/ok-json`, her cookie that of `login/ok-session`.
    static let ownAccount: [String: Preparation] = [
        "me/bearer-lowercase-scheme": { stage in [.bearer: try stage.tokens(of: "login/ok-json").access] },
        "me/bearer-jwt-wrong-secret": { stage in
            [.bearer: try stage.forge().signed(with: "not the fixture's secret, but as long as it")]
        },
        "me/bearer-expired": { stage in
            [.bearer: try stage.forge(lifetime: -10).signed(with: Configuration.secret)]
        },
        "me/bearer-alg-none": { stage in
            var token = try stage.forge().keeping(["id", "iss", "exp"])
            token.header = ["alg": "none", "typ": "JWT"]
            return [.bearer: token.signed(with: nil)]
        },
        "me/bearer-wrong-issuer": { stage in
            [.bearer: try stage.forge(issuer: "other").signed(with: Configuration.secret)]
        },
        "me/bearer-no-role-claim": { stage in
            let token = try stage.forge().keeping(["id", "iat", "exp", "iss"])
            return [.bearer: token.signed(with: Configuration.secret)]
        },
        "me/bearer-valid-unknown-user": { stage in
            let token = try stage.forge(id: "00000000-0000-4000-8000-000000000000")
            return [.bearer: token.signed(with: Configuration.secret)]
        },
        "me/session-cookie": { stage in
            [.sessionCookie: try stage.tokens(of: "login/ok-session").sessionCookie]
        },
        "me/garbage-bearer-and-good-session-cookie": { stage in
            [.sessionCookie: try stage.tokens(of: "login/ok-session").sessionCookie]
        },
        "me/refresh-token-as-bearer": { stage in [.bearer: try stage.tokens(of: "login/ok-json").refresh] },
        "me/access-token-in-session-cookie": { stage in
            [.sessionCookie: try stage.tokens(of: "login/ok-json").access]
        },
        "me/session-jwt-expired-cookie": { stage in
            [.sessionCookie: try stage.forge(lifetime: -10, session: "x").signed(with: Configuration.secret)]
        },
        "me/session-jwt-unknown-session": { stage in
            [.sessionCookie: try stage.forge(session: "x").signed(with: Configuration.secret)]
        },
        "me/fields-star-role": { stage in [.bearer: try stage.tokens(of: "login/ok-json").access] },
        "me/fields-unknown": { stage in [.bearer: try stage.tokens(of: "login/ok-json").access] },
        "me/head-method": { stage in [.bearer: try stage.tokens(of: "login/ok-json").access] },
        "me/patch-role-as-member": { stage in [.bearer: try stage.tokens(of: "login/ok-json").access] },
        "me/patch-password": { stage in
            // Before it, Alice became Alicia.
            let token = try stage.tokens(of: "login/ok-json").access
            let renamed = try await stage.server.client.send(
                "PATCH", "/users/me", headers: [("Authorization", "Bearer \(token)")], json: ["first_name": "Alicia"])
            guard renamed.status == 200 else { throw Stage.Unprepared("Alice cannot rename herself: \(renamed.text)") }
            return [.bearer: token]
        },
        "me/bearer-after-password-patch": { stage in [.bearer: try stage.tokens(of: "login/ok-json").access] },
        "me/list-users-as-member": { stage in
            // Before it, the Studio noted Alice's last page.
            let token = try stage.tokens(of: "login/ok-json").access
            let tracked = try await stage.server.client.send(
                "PATCH", "/users/me/track/page", headers: [("Authorization", "Bearer \(token)")],
                json: ["last_page": "/content"])
            guard tracked.status == 204 else { throw Stage.Unprepared("the page is not noted: \(tracked.text)") }
            return [.bearer: token]
        },
        "me/old-session-cookie-within-grace": { stage in
            // Before it, the new cookie was used: only then is the old one a stolen copy once the grace period is over.
            let cookie = try stage.tokens(of: "refresh/session-ok").sessionCookie
            let used = try await stage.server.client.send(
                "GET", "/users/me", headers: [("Cookie", "\(stage.configuration.sessionCookie)=\(cookie)")])
            guard used.status == 200 else { throw Stage.Unprepared("the new cookie opens nothing: \(used.text)") }
            return [.sessionCookie: try stage.shown(.sessionCookie, in: "refresh/session-ok")]
        },
        "me/old-session-cookie-after-grace": { stage in
            [.sessionCookie: try stage.shown(.sessionCookie, in: "refresh/session-ok")]
        },
    ]
}
