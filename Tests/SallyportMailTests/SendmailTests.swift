import Foundation
import SallyportCore
import Testing

@testable import SallyportMail

@Suite("Handing a letter to a program")
struct SendmailTests {
    /// A program that does what a shell does with these words.
    private func program(_ script: String, in folder: URL) throws -> String {
        let file = folder.appending(path: "send mail")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
        return file.path
    }

    private func mailer(_ path: String, usesCRLF: Bool = false, templates: String? = nil) throws -> Mailer {
        try Mailer(
            sampleConfiguration(.sendmail(path: path, usesCRLF: usesCRLF), templates: templates),
            logger: KeptLog().logger)
    }

    private func feed(_ bytes: [UInt8], to path: String, within limit: Duration) async throws -> FedChild.Ending? {
        try await MailThread<Void>(name: "test").run { _, cancellation throws(MailFailure) -> FedChild.Ending? in
            do throws(FedChild.Failure) {
                return try FedChild(path, []).feed(bytes, within: limit, unless: cancellation)
            } catch { throw MailFailure("\(error)", .away) }
        }
    }

    @Test(
        "it is given the letter, the sender and the recipient, and nothing of ours",
        arguments: [false, true])
    func delivery(usesCRLF: Bool) async throws {
        try await withFolder { folder in
            let script = #"""
                cd "$(dirname "$0")" || exit 1
                ls /dev/fd >files
                env >environment
                printf '%s\n' "$@" >arguments
                cat >letter
                """#
            // Children would inherit these two.
            let pipe = Pipe()
            let mailer = try mailer(program(script, in: folder), usesCRLF: usesCRLF)
            try await mailer.check()
            try await mailer.send(sampleLetter())
            let read = { (name: String) in try String(contentsOf: folder.appending(path: name), encoding: .utf8) }
            #expect(try read("arguments") == "-i\n-f\nno-reply@example.com\n--\nada@example.com\n")
            let composed = try LetterComposer(
                from: EmailAddress("no-reply@example.com"), domain: "auth.example.com", templates: Templates()
            ).compose(sampleLetter())
            let bytes = usesCRLF ? composed.bytes : composed.bytes.filter { $0 != UInt8(ascii: "\r") }
            #expect(try Array(Data(contentsOf: folder.appending(path: "letter"))) == bytes)
            // The last one is what `ls` reads.
            #expect(try read("files") == "0\n1\n2\n3\n")
            #expect(try read("environment").contains("PATH="))
            #expect(try !read("environment").contains("SALLYPORT_PYTHON"))
            try pipe.fileHandleForWriting.close()
        }
    }

    @Test(
        "its exit status says whether it may take the letter later",
        arguments: [(75, true), (67, false), (68, false), (1, true), (77, true), (127, true)] as [(Int, Bool)])
    func statuses(status: Int, isTemporary: Bool) async throws {
        try await withFolder { folder in
            let mailer = try mailer(program("cat >/dev/null; exit \(status)", in: folder))
            let failure = await #expect(throws: MailFailure.self) { try await mailer.send(sampleLetter()) }
            #expect(failure?.isTemporary == isTemporary)
            #expect(failure?.description.contains("exit status \(status)") == true)
        }
    }

    @Test("one that hangs up before it has read all does no harm, nor one that is killed")
    func hangUp() async throws {
        try await withFolder { folder in
            // More than a pipe holds.
            let text = "{{url}}\n" + String(repeating: "more\n", count: 40_000)
            try Data(text.utf8).write(to: folder.appending(path: "password-reset.txt"))
            let deaf = try mailer(program("exec 0<&-; exit 75", in: folder), templates: folder.path)
            let failure = await #expect(throws: MailFailure.self) { try await deaf.send(sampleLetter()) }
            #expect(failure?.description.contains("exit status 75") == true)
            let killed = try mailer(program("kill -9 $$", in: folder), templates: folder.path)
            let end = await #expect(throws: MailFailure.self) { try await killed.send(sampleLetter()) }
            #expect(end?.isTemporary == true)
            #expect(end?.description.contains("signal 9") == true)
        }
    }

    @Test("one that does not end is ended, with what it has started")
    func patience() async throws {
        try await withFolder { folder in
            // Nobody who lives on has this open.
            let pipe = folder.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let descriptor = open(pipe, O_RDONLY | O_NONBLOCK)
            defer { close(descriptor) }
            let path = try program("sleep 600 >'\(pipe)' & wait", in: folder)
            #expect(try await feed([1, 2, 3], to: path, within: .seconds(1)) == nil)
            var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            #expect(poll(&watched, 1, 10_000) == 1)
            #expect(Int32(watched.revents) & Int32(POLLHUP) != 0)
        }
    }

    @Test("whoever gives up need not wait for it")
    func cancellation() async throws {
        try await withFolder { folder in
            let pipe = folder.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let descriptor = open(pipe, O_RDONLY | O_NONBLOCK)
            defer { close(descriptor) }
            let mailer = try mailer(program("echo started >'\(pipe)'; sleep 600", in: folder))
            let sending = Task { () async -> MailFailure? in
                do throws(MailFailure) {
                    try await mailer.send(sampleLetter())
                    return nil
                } catch { return error }
            }
            // Not on a thread that the task may need.
            let hasStarted = try await MailThread<Void>(name: "test").run { _, _ in
                var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                return poll(&watched, 1, 10_000) == 1
            }
            #expect(hasStarted)
            sending.cancel()
            let failure = await sending.value
            #expect(failure?.isTemporary == true)
            #expect(failure?.description.contains("given up") == true)
        }
    }

    @Test("one that reads nothing of a long letter is ended too")
    func deafness() async throws {
        try await withFolder { folder in
            let path = try program("sleep 600", in: folder)
            #expect(try await feed([UInt8](repeating: 0x61, count: 1_000_000), to: path, within: .seconds(1)) == nil)
        }
    }

    @Test("a program that is not there, or may not be run, is found out before a letter is")
    func absence() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "plain")
            try Data().write(to: file)
            for path in ["/nonexistent/sendmail", file.path, folder.path] {
                let mailer = try mailer(path)
                let failure = await #expect(throws: MailFailure.self) { try await mailer.check() }
                #expect(failure?.isTemporary == true)
                #expect(failure?.description.contains("EMAIL_SENDMAIL_PATH") == true)
                await #expect(throws: MailFailure.self) { try await mailer.send(sampleLetter()) }
            }
        }
    }
}
