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
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem }
            label { display: block; margin-top: 1rem }
            input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem }
            button { font: inherit; margin-top: 1.5rem; padding: .5rem 1.5rem }
            pre { overflow-x: auto; padding: 1rem; border: 1px solid }
            .problem { border-left: .3rem solid #b00020; padding-left: 1rem }
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
            {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
            <form method="post" action="setup">
            <input type="hidden" name="token" value="{{token}}">
            <label for="email">E-mail address</label>
            <input id="email" name="email" type="email" autocomplete="username" required value="{{email}}">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required>
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

    static let setUpRefused = Page(
        heading: "This link is not good",
        body: """
            <p>The set-up link works once, and only while there is no account. The server prints a new one each time it
            starts without any account.</p>
            """)
}
