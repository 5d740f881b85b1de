import Foundation
import Logging
import SallyportCore
import SallyportMail
import TestSupport
import Testing

@Suite("The outbox")
struct OutboxTests {
    private func mode(_ file: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("a letter is a file that only we can read, and the log says where and nothing else")
    func file() async throws {
        try await withFolder { folder in
            let outbox = folder.appending(path: "var/outbox")
            let log = KeptLog()
            let mailer = try Mailer(sampleConfiguration(.outbox(folder: outbox.path)), logger: log.logger)
            try await mailer.send(sampleLetter())
            let name = "20260605T120000Z-password-reset-0190a1b2-0000-7000-8000-00000000c0de.eml"
            #expect(try names(in: outbox) == [name])
            #expect(try mode(outbox) == 0o700)
            #expect(try mode(outbox.appending(path: name)) == 0o600)
            let path = outbox.appending(path: name).path
            #expect(
                log.entries == [
                    KeptLog.Entry(
                        level: .notice,
                        message: "Mail was written to \(path), and not sent: set EMAIL_TRANSPORT to send it.")
                ])
            let read = try await ReadLetter(Data(contentsOf: outbox.appending(path: name)))
            #expect(read.defects == [])
            #expect(read.text.contains("https://app.example.com/reset?token=abc.def-ghi&more=1\n"))
        }
    }

    @Test("the same letter again replaces its file, even at another date; another letter does not")
    func copies() async throws {
        try await withFolder { folder in
            let mailer = try Mailer(sampleConfiguration(.outbox(folder: folder.path)), logger: KeptLog().logger)
            var letter = sampleLetter()
            letter.id = "1"
            try await mailer.send(letter)
            try await mailer.send(letter)
            letter.id = "a-1"
            try await mailer.send(letter)
            letter.id = "1"
            letter.date = letter.date + .seconds(60)
            letter.firstName = "Augusta"
            try await mailer.send(letter)
            #expect(
                try names(in: folder) == [
                    "20260605T120000Z-password-reset-a-1.eml", "20260605T120100Z-password-reset-1.eml",
                ])
            let read = try await ReadLetter(
                Data(contentsOf: folder.appending(path: "20260605T120100Z-password-reset-1.eml")))
            #expect(read.text.contains("Augusta"))
        }
    }

    @Test("what a crash left behind is in nobody's way")
    func drafts() async throws {
        try await withFolder { folder in
            let name = "20260605T120000Z-password-reset-0190a1b2-0000-7000-8000-00000000c0de.eml"
            try Data("half".utf8).write(to: folder.appending(path: name + ".part"))
            let mailer = try Mailer(sampleConfiguration(.outbox(folder: folder.path)), logger: KeptLog().logger)
            try await mailer.send(sampleLetter())
            #expect(try names(in: folder) == [name])
            #expect(try mode(folder.appending(path: name)) == 0o600)
        }
    }

    @Test("a folder that cannot be one is found out before a letter is")
    func check() async throws {
        try await withFolder { folder in
            let good = try Mailer(
                sampleConfiguration(.outbox(folder: folder.appending(path: "new").path)), logger: KeptLog().logger)
            try await good.check()
            #expect(try names(in: folder) == ["new"])

            let file = folder.appending(path: "file")
            try Data().write(to: file)
            let bad = try Mailer(
                sampleConfiguration(.outbox(folder: file.path)), logger: KeptLog().logger)
            let checked = await #expect(throws: MailFailure.self) { try await bad.check() }
            let sent = await #expect(throws: MailFailure.self) { try await bad.send(sampleLetter()) }
            for failure in [checked, sent] {
                #expect(failure?.isTemporary == true)
                #expect(failure?.description.contains(file.path) == true)
            }
        }
    }

    @Test("what is odd about templates is logged, and a wrong one is an error")
    func templates() async throws {
        try await withFolder { folder in
            let log = KeptLog()
            try Data().write(to: folder.appending(path: "password-reset.liquid"))
            let configuration = sampleConfiguration(.outbox(folder: folder.path), templates: folder.path)
            _ = try Mailer(configuration, logger: log.logger)
            #expect(log.entries.map(\.level) == [.warning])
            #expect(log.entries.first?.message.contains("password-reset.liquid") == true)
            try Data("{{#".utf8).write(to: folder.appending(path: "password-reset.html"))
            #expect(throws: MailConfigurationFailure.self) { try Mailer(configuration, logger: log.logger) }
        }
    }
}
