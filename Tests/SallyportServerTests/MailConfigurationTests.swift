import SallyportCore
import SallyportMail
import SallyportServer
import Testing

/// `EMAIL_*` and the allow-lists (Directus spec sections 7.2 and 7.3).
@Suite("Configuring mail")
struct MailConfigurationTests {
    private func problems(_ environment: [String: String]) -> [String] {
        do throws(ConfigurationProblems) {
            _ = try ServerConfiguration(environment: environment)
            return []
        } catch { return error.problems.map(\.name) }
    }

    @Test("without any configuration mail goes to files beside the database")
    func outbox() throws {
        let mail = try ServerConfiguration(environment: ["DB_FILENAME": "/srv/auth/accounts.db"]).mail
        guard case .outbox(let folder) = mail.transport.transport else { throw Unexpected() }
        #expect(folder == "/srv/auth/outbox")
        #expect(mail.transport.from.text == "no-reply@example.com")
        #expect(mail.isVerified)
    }

    @Test("a mail server has the ports of RFC 8314, and what is given")
    func mailServer() throws {
        let environment = [
            "EMAIL_TRANSPORT": "smtp", "EMAIL_SMTP_HOST": "smtp.example.com", "EMAIL_SMTP_USER": "auth",
            "EMAIL_SMTP_PASSWORD": "the mail's own", "EMAIL_FROM": "auth@example.com",
        ]
        for (secure, port) in [("false", 587), ("true", 465)] {
            let mail = try ServerConfiguration(
                environment: environment.merging(["EMAIL_SMTP_SECURE": secure]) { $1 }
            ).mail
            guard case .smtp(let server) = mail.transport.transport else { throw Unexpected() }
            #expect(server.host == "smtp.example.com" && server.port == port)
            #expect(server.user == "auth" && server.password?.reveal() == "the mail's own")
            #expect(server.verifiesCertificate && !server.ignoresTLS)
        }
    }

    @Test(
        "what is wrong is told by its name",
        arguments: [
            (["EMAIL_TRANSPORT": "ses"], ["EMAIL_TRANSPORT"]), (["EMAIL_TRANSPORT": "pigeon"], ["EMAIL_TRANSPORT"]),
            (["EMAIL_TRANSPORT": "smtp"], ["EMAIL_SMTP_HOST"]), (["EMAIL_FROM": "no address"], ["EMAIL_FROM"]),
            (
                ["EMAIL_TRANSPORT": "smtp", "EMAIL_SMTP_HOST": "smtp.example.com", "EMAIL_SMTP_USER": "auth"],
                ["EMAIL_SMTP_PASSWORD"]
            ),
            (
                [
                    "EMAIL_TRANSPORT": "smtp", "EMAIL_SMTP_HOST": "smtp.example.com", "EMAIL_SMTP_SECURE": "true",
                    "EMAIL_SMTP_IGNORE_TLS": "true", "EMAIL_SMTP_PORT": "smtp",
                ], ["EMAIL_SMTP_PORT", "EMAIL_SMTP_IGNORE_TLS"]
            ),
            (["EMAIL_TRANSPORT": "sendmail", "EMAIL_SENDMAIL_NEW_LINE": "mac"], ["EMAIL_SENDMAIL_NEW_LINE"]),
            (["PASSWORD_RESET_URL_ALLOW_LIST": "https://a.example/reset,/reset"], ["PASSWORD_RESET_URL_ALLOW_LIST"]),
            (["USER_INVITE_URL_ALLOW_LIST": "javascript:alert(1)"], ["USER_INVITE_URL_ALLOW_LIST"]),
            (["USER_REGISTER_URL_ALLOW_LIST": "https://u:p@a.example/"], ["USER_REGISTER_URL_ALLOW_LIST"]),
            (["USER_INVITE_TOKEN_TTL": "7"], ["USER_INVITE_TOKEN_TTL"]),
            (["EMAIL_VERIFICATION_TOKEN_TTL": "10ms"], ["EMAIL_VERIFICATION_TOKEN_TTL"]),
            (["PUBLIC_URL": "https://user:password@auth.example.com"], ["PUBLIC_URL"]),
        ])
    func wrong(environment: [String: String], names: [String]) {
        #expect(problems(environment) == names)
    }

    @Test(
        "what is allowed and should be known is warned of",
        arguments: [
            (["EMAIL_SMTP_HOST": "smtp.example.com"], "EMAIL_TRANSPORT"),
            (["EMAIL_TRANSPORT": "sendmail"], "EMAIL_FROM"),
            (
                [
                    "EMAIL_TRANSPORT": "smtp", "EMAIL_SMTP_HOST": "smtp.example.com", "EMAIL_FROM": "a@example.com",
                    "EMAIL_SMTP_TLS_REJECT_UNAUTHORIZED": "false",
                ], "EMAIL_SMTP_TLS_REJECT_UNAUTHORIZED"
            ),
            (
                [
                    "EMAIL_TRANSPORT": "smtp", "EMAIL_SMTP_HOST": "smtp.example.com", "EMAIL_FROM": "a@example.com",
                    "EMAIL_SMTP_USER": "auth", "EMAIL_SMTP_PASSWORD": "hidden", "EMAIL_SMTP_IGNORE_TLS": "true",
                ], "EMAIL_SMTP_IGNORE_TLS"
            ),
        ])
    func warnings(environment: [String: String], name: String) throws {
        let warnings = try ServerConfiguration(environment: environment).warnings
        #expect(warnings.filter { $0.contains(name) }.count == 1)
        #expect(!warnings.contains { $0.contains("hidden") })
    }

    private struct Unexpected: Error {}
}
