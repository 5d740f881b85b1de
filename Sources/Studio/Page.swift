import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// A page: its heading, and a template for what stands below. Mustache escapes every value.
struct Page: Sendable {
    private let template: MustacheTemplate

    private init(heading: String, body: String) {
        let text = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(heading) · Sallyport</title>
            <link rel="icon" href="data:,">
            <style>
            :root {
              color-scheme: light dark;
              --page: #f0f4f9; --card: #fff; --text: #172940; --edge: #76839a; --accent: #64f; --link: #1a4fb4;
              --ring: #64f; --bad: #b3001f; --bad-card: #fdeef0
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #0d131e; --card: #172130; --text: #e4eaf2; --edge: #7d8ba3; --link: #9dbdff; --ring: #a99bff;
                --bad: #ff7285; --bad-card: #38202a
              }
            }
            * { box-sizing: border-box }
            body { margin: 0; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif }
            body { background: var(--page); color: var(--text) }
            main {
              max-width: 30rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere;
              background: var(--card); border-top: 4px solid var(--accent); border-radius: 6px
            }
            @media (min-width: 40rem) { body { padding-top: 12vh } main { padding: 2.5rem } }
            h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25 }
            p { margin: 0 0 1rem }
            main > :last-child { margin-bottom: 0 }
            label { display: block; margin: 1.25rem 0 .375rem; font-weight: 600 }
            input, button { font: inherit; width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border-radius: 6px }
            input { border: 1px solid var(--edge); background: var(--card); color: inherit }
            input[aria-invalid] { border: 2px solid var(--bad) }
            button {
              margin-top: 1.5rem; border: 1px solid transparent; cursor: pointer;
              background: var(--accent); color: #fff; font-weight: 600
            }
            a { display: inline-flex; align-items: center; min-height: 2.75rem; color: var(--link) }
            :focus-visible { outline: 3px solid var(--ring); outline-offset: 2px }
            pre, .problem { padding: .75rem 1rem; border-radius: 6px }
            pre { background: var(--page); font-size: .875rem; white-space: pre-wrap }
            .problem { background: var(--bad-card); border-left: 4px solid var(--bad) }
            </style>
            </head>
            <body>
            <main>
            <h1>\(heading)</h1>
            \(body)
            </main>
            </body>
            </html>

            """
        do {
            template = try MustacheTemplate(string: text)
        } catch { preconditionFailure("the template «\(heading)» is wrong: \(error)") }
    }

    func response(_ values: [String: String], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            // A page of the set-up holds a token: nobody keeps it (security.md 3f.37).
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: template.render(values))))
    }

    static let welcome = Page(
        heading: "Sallyport is running",
        body: """
            <p>This is the authentication server at <code>{{publicURL}}</code>. Point a Directus client at that address,
            or try it from a terminal:</p>
            <pre>curl {{publicURL}}/auth/login \\
              --header 'Content-Type: application/json' \\
              --data '{"email": "you@example.com", "password": "…"}'</pre>
            """)

    static let setUp = Page(
        heading: "Make the first administrator",
        body: """
            {{#problem}}<p class="problem" role="alert" id="problem">{{problem}}</p>{{/problem}}
            <form method="post" action="setup">
            <input type="hidden" name="token" value="{{token}}">
            <label for="email">E-mail address</label>
            <input id="email" name="email" type="email" autocomplete="username" required value="{{email}}"
              {{#wrongEmail}}autofocus aria-invalid="true" aria-describedby="problem"{{/wrongEmail}}>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required
              {{#wrongPassword}}autofocus aria-invalid="true" aria-describedby="problem"{{/wrongPassword}}>
            <button type="submit">Make the account</button>
            </form>
            """)

    static let setUpDone = Page(
        heading: "The administrator is made",
        body: """
            <p>Sign in with your e-mail address and password:</p>
            <pre>curl {{publicURL}}/auth/login \\
              --header 'Content-Type: application/json' \\
              --data '{"email": "{{email}}", "password": "…"}'</pre>
            """)

    /// A password that somebody chooses. The form goes to the page's own address, without the query, which holds the token.
    private static let newPassword = """
        {{#problem}}<p class="problem" role="alert" id="problem">{{problem}}</p>{{/problem}}
        <form method="post" action="?">
        <input type="hidden" name="token" value="{{token}}">
        <label for="password">New password</label>
        <input id="password" name="password" type="password" autocomplete="new-password" required
          {{#problem}}autofocus aria-invalid="true" aria-describedby="problem"{{/problem}}>
        <button type="submit">Set the password</button>
        </form>
        """

    static let passwordRequest = Page(
        heading: "Reset your password",
        body: """
            <p>Enter your e-mail address, and you get a mail with a link to set a new password.</p>
            {{#problem}}<p class="problem" role="alert" id="problem">{{problem}}</p>{{/problem}}
            <form method="post" action="?">
            <label for="email">E-mail address</label>
            <input id="email" name="email" type="email" autocomplete="username" required
              {{#problem}}autofocus aria-invalid="true" aria-describedby="problem"{{/problem}}>
            <button type="submit">Send the mail</button>
            </form>
            """)

    static let passwordRequested = Page(
        heading: "Check your mailbox",
        body: """
            <p>If there is an account with this address, a mail with a link is on its way. The link is good for a day. Have a
            look at the spam folder, too.</p>
            """)

    static let passwordReset = Page(heading: "Choose a new password", body: newPassword)

    static let passwordResetDone = Page(
        heading: "Your password is set",
        body: """
            <p>Sign in with it. Wherever you were signed in before, you are signed out.</p>
            """)

    static let invitation = Page(heading: "Welcome: choose a password", body: newPassword)

    static let invitationAccepted = Page(
        heading: "Your account is ready",
        body: """
            <p>Sign in with your e-mail address and your password.</p>
            """)

    static let verification = Page(
        heading: "Confirm your e-mail address",
        body: """
            <p>If it was you who registered, confirm it here. If it was not, close this page, and nothing comes of it.</p>
            <form method="post" action="?">
            <input type="hidden" name="token" value="{{token}}">
            <button type="submit">Confirm the address</button>
            </form>
            """)

    static let verified = Page(
        heading: "Your address is confirmed",
        body: """
            <p>Your account is ready. Sign in with your e-mail address and your password.</p>
            """)

    static let linkRefused = Page(
        heading: "This link does not work",
        body: """
            <p class="problem" role="alert">{{problem}}</p>
            <p>{{advice}}</p>
            {{#again}}<p><a href="{{again}}">Ask for a new mail</a></p>{{/again}}
            """)

    static let unwell = Page(
        heading: "That did not work",
        body: """
            <p class="problem" role="alert">The server has a problem, or too much to do. Nothing was changed. Try again in a
            moment.</p>
            """)

    static let setUpRefused = Page(
        heading: "This link does not work",
        body: """
            <p>The set-up link works once, and only while there is no account. The server prints a new one each time it
            starts without any account.</p>
            """)
}
