import Foundation
import SallyportCore
import TestSupport
import Testing

@testable import SallyportMail

@Suite("Handing a letter to a mail server")
struct SMTPTests {
    private func mailer(_ server: SMTPServer, templates: String? = nil) throws -> Mailer {
        try Mailer(sampleConfiguration(.smtp(server), templates: templates), logger: KeptLog().logger)
    }

    private func server(at process: SMTPServerProcess, host: String = "127.0.0.1") -> SMTPServer {
        SMTPServer(host: host, port: process.port)
    }

    private func options(_ change: (inout SMTPServerProcess.Options) -> Void) -> SMTPServerProcess.Options {
        var options = SMTPServerProcess.Options()
        change(&options)
        return options
    }

    /// It fails with words that name nobody.
    private func failure(of mailer: Mailer) async -> MailFailure? {
        let failure = await #expect(throws: MailFailure.self) { try await mailer.send(sampleLetter()) }
        for secret in ["ada@", "no-reply@", "token", "s3cret"] {
            #expect(failure?.description.contains(secret) == false)
        }
        return failure
    }

    @Test("the letter arrives as it was composed, with its envelope")
    func delivery() async throws {
        try await withFolder { folder in
            // Lines that begin with a dot have a meaning of their own in SMTP (RFC 5321 section 4.5.2).
            try Data(".\n..\n.x\n{{url}}\n.".utf8).write(to: folder.appending(path: "password-reset.txt"))
            let composed = try LetterComposer(
                from: EmailAddress("no-reply@example.com"), domain: "auth.example.com",
                templates: Templates(folder: folder.path)
            ).compose(sampleLetter())
            try await SMTPServerProcess.use { process in
                try await mailer(server(at: process), templates: folder.path).send(sampleLetter())
                let letters = try await process.letters()
                #expect(letters.count == 1)
                #expect(letters[0].sender == "no-reply@example.com")
                #expect(letters[0].recipients == ["ada@example.com"])
                #expect(letters[0].greeting == "auth.example.com")
                #expect(!letters[0].isEncrypted && !letters[0].isInternational)
                #expect(Array(letters[0].message) == composed.bytes)
            }
        }
    }

    @Test("the server greets with its own name where it has one")
    func greeting() async throws {
        try await SMTPServerProcess.use { process in
            var server = server(at: process)
            server.name = "[192.0.2.1]"
            try await mailer(server).send(sampleLetter())
            #expect(try await process.letters().map(\.greeting) == ["[192.0.2.1]"])
        }
    }

    @Test("an address beyond ASCII is announced as one (RFC 6531)")
    func internationalAddress() async throws {
        try await SMTPServerProcess.use { process in
            var letter = sampleLetter()
            letter.recipient = EmailAddress("jörg@example.com")
            try await mailer(server(at: process)).send(letter)
            let letters = try await process.letters()
            #expect(letters.map(\.recipients) == [["jörg@example.com"]])
            #expect(letters.map(\.isInternational) == [true])
        }
    }

    @Test("many letters at once all arrive, through one connection")
    func many() async throws {
        try await SMTPServerProcess.use { process in
            let mailer = try mailer(server(at: process))
            _ = try await concurrently(Array(0..<20)) { number in
                var letter = sampleLetter()
                letter.id = "\(number)"
                try await mailer.send(letter)
            }
            let letters = try await process.letters(20)
            let ids = letters.compactMap { String(decoding: $0.message, as: UTF8.self).firstMatch(of: /<(\d+)@/)?.1 }
            #expect(Set(ids).count == 20)
            #expect(Set(letters.map(\.connection)).count == 1)
        }
    }

    @Test("a server that has hung up meanwhile is called again")
    func hangUp() async throws {
        try await SMTPServerProcess.use(options { $0.idleTimeout = .seconds(1) }) { process in
            let mailer = try mailer(server(at: process))
            try await mailer.send(sampleLetter())
            let hasHungUp = await process.output.first { $0.contains("closed\n") ? true : nil }
            #expect(hasHungUp == true)
            try await mailer.send(sampleLetter())
            let letters = try await process.letters(2)
            #expect(Set(letters.map(\.connection)).count == 2)
        }
    }

    @Test("with STARTTLS and a password the letter goes encrypted, and in that name")
    func startTLS() async throws {
        let options = options {
            $0.encryption = .demanded
            $0.credentials = ("mail-user", "s3cret pässword")
        }
        try await SMTPServerProcess.use(options) { process in
            var server = server(at: process)
            server.certificateAuthority = process.certificate.path
            server.user = "mail-user"
            server.password = Secret("s3cret pässword")
            let mailer = try mailer(server)
            try await mailer.check()
            #expect(try process.received().isEmpty)
            try await mailer.send(sampleLetter())
            let letters = try await process.letters()
            #expect(letters.map(\.isEncrypted) == [true])
            #expect(letters.map(\.user) == ["mail-user"])

            server.password = Secret("s3cret")
            let wrong = try self.mailer(server)
            let failure = await failure(of: wrong)
            #expect(failure?.isTemporary == true)
            #expect(failure?.description.contains("set EMAIL_SMTP_USER and EMAIL_SMTP_PASSWORD") == true)
            #expect(failure?.description.contains("535") == true)
            await #expect(throws: MailFailure.self) { try await wrong.check() }

            server.user = nil
            let nobody = try self.mailer(server)
            #expect(await self.failure(of: nobody)?.description.contains("wants a user") == true)
        }
    }

    @Test("TLS from the first byte on is spoken where it is asked for")
    func implicitTLS() async throws {
        try await SMTPServerProcess.use(options { $0.encryption = .implicit }) { process in
            var server = server(at: process, host: "localhost")
            server.certificateAuthority = process.certificate.path
            server.isImplicitTLS = true
            try await mailer(server).send(sampleLetter())
            #expect(try await process.letters().map(\.isEncrypted) == [true])
        }
    }

    @Test("STARTTLS that is only offered is used, unless it is to be ignored", arguments: [false, true])
    func offeredTLS(ignores: Bool) async throws {
        try await SMTPServerProcess.use(options { $0.encryption = .offered }) { process in
            var server = server(at: process)
            server.certificateAuthority = process.certificate.path
            server.ignoresTLS = ignores
            try await mailer(server).send(sampleLetter())
            #expect(try await process.letters().map(\.isEncrypted) == [!ignores])
        }
    }

    @Test("a certificate that nobody vouches for is refused, unless nobody asks")
    func certificates() async throws {
        try await SMTPServerProcess.use(options { $0.encryption = .demanded }) { process in
            var server = server(at: process)
            let failure = await failure(of: try mailer(server))
            #expect(failure?.isTemporary == true)
            #expect(failure?.description.contains("certificate") == true)
            #expect(try process.received().isEmpty)
            server.verifiesCertificate = false
            try await mailer(server).send(sampleLetter())
            #expect(try await process.letters().map(\.isEncrypted) == [true])
        }
    }

    @Test("a password is not sent without TLS to a host that may be elsewhere")
    func withoutTLS() async throws {
        let options = options { $0.credentials = ("mail-user", "s3cret") }
        try await SMTPServerProcess.use(options) { process in
            // RFC 6761 section 6.3: it is this machine, but nobody has promised.
            var server = server(at: process, host: "mail.localhost")
            server.user = "mail-user"
            server.password = Secret("s3cret")
            let failure = await failure(of: try mailer(server))
            #expect(failure?.isTemporary == true)
            #expect(failure?.description.contains("STARTTLS") == true)
            server.ignoresTLS = true
            try await mailer(server).send(sampleLetter())
            server.host = "127.0.0.1"
            server.ignoresTLS = false
            try await mailer(server).send(sampleLetter())
            #expect(try await process.letters(2).map(\.user) == ["mail-user", "mail-user"])
        }
    }

    @Test(
        "what is this machine is known, and what only looks so is not",
        arguments: [
            ("localhost", true), ("LOCALHOST", true), ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true),
            ("[::1]", true), ("127.evil.example", false), ("127.0.0.1.example.com", false), ("10.0.0.1", false),
            ("localhost.example.com", false), ("127.0.0.256", false), ("mail.example.com", false),
        ])
    func loopback(host: String, isLoopback: Bool) {
        var server = SMTPServer(host: host, port: 25)
        #expect(server.isLoopback == isLoopback)
        #expect(!server.requiresTLS)
        server.user = "somebody"
        #expect(server.requiresTLS == !isLoopback)
        server.ignoresTLS = true
        #expect(!server.requiresTLS)
    }

    @Test(
        "«not now» is temporary, «never» is not",
        arguments: [
            ("450 4.2.1 Busy:", nil, true), ("421 4.3.2 Closing", nil, true), ("550 5.1.1 No such user:", nil, false),
            ("530 5.7.0 Sign in first", nil, true), (nil, "451 4.7.1 Later", true), (nil, "554 5.6.0 No", false),
        ] as [(String?, String?, Bool)])
    func replies(recipient: String?, text: String?, isTemporary: Bool) async throws {
        let options = options {
            $0.recipientReply = recipient
            $0.textReply = text
        }
        try await SMTPServerProcess.use(options) { process in
            let failure = await failure(of: try mailer(server(at: process)))
            #expect(failure?.isTemporary == isTemporary)
            // The numbers, and none of the words.
            let reply = try #require(recipient ?? text).split(separator: " ")
            #expect(failure?.description.contains("(reply \(reply[0]) \(reply[1]))") == true)
            #expect(failure?.description.contains(reply[2]) == false)
        }
    }

    @Test("a server that is away may come back, and a port without TLS is said to be one")
    func absence() async throws {
        try await SMTPServerProcess.use { process in
            var server = server(at: process)
            server.isImplicitTLS = true
            let plain = await failure(of: try mailer(server))
            #expect(plain?.isTemporary == true)
            #expect(plain?.description.contains("EMAIL_SMTP_SECURE") == true)

            server.isImplicitTLS = false
            let mailer = try mailer(server)
            try await mailer.check()
            await process.stop()
            let away = await failure(of: mailer)
            #expect(away?.isTemporary == true)
            #expect(away?.description.contains("127.0.0.1:\(process.port) cannot be reached") == true)
        }
    }

    @Test("a name that is nobody's is said to be one")
    func names() async throws {
        let failure = await failure(of: try mailer(SMTPServer(host: "mail.invalid", port: 25)))
        #expect(failure?.isTemporary == true)
        #expect(failure?.description.contains("mail.invalid has no address") == true)
    }

    @Test("whoever gives up need not wait for a server that says nothing")
    func cancellation() async throws {
        try await SMTPServerProcess.use(options { $0.isSilent = true }) { process in
            let mailer = try mailer(server(at: process))
            let sending = Task { () async -> MailFailure? in
                do throws(MailFailure) {
                    try await mailer.send(sampleLetter())
                    return nil
                } catch { return error }
            }
            _ = await process.output.first { $0.contains("connected\n") ? true : nil }
            sending.cancel()
            let failure = await sending.value
            #expect(failure?.isTemporary == true)
            #expect(failure?.description.contains("given up") == true)
        }
    }

    @Test(
        "what cannot be a mail server is found out at once",
        arguments: [
            ("mail.example.com", 0, nil, nil), ("mail.example.com", 65_536, nil, nil), ("", 25, nil, nil),
            ("mail.example.com/x", 25, nil, nil), ("mail@example.com", 25, nil, nil), ("a\r\nb", 25, nil, nil),
            ("mail.example.com", 25, "x\r\nRCPT TO:<y>", nil), ("mail.example.com", 25, nil, "/nonexistent.pem"),
        ] as [(String, Int, String?, String?)])
    func configurations(host: String, port: Int, name: String?, authority: String?) {
        let server = SMTPServer(host: host, port: port, name: name, certificateAuthority: authority)
        #expect(throws: MailConfigurationFailure.self) { try mailer(server) }
    }
}
