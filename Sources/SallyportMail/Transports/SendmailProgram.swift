import Foundation
import SallyportCore

/// Hands letters to a program that takes them as sendmail does, such as those of Postfix, Exim and msmtp: the recipient
/// among its arguments, the message on its standard input.
struct SendmailProgram: MailTransport {
    private static let limit = Duration.seconds(60)

    private let path: String
    private let usesCRLF: Bool
    private let thread = MailThread<Void>(name: "sallyport-sendmail")

    init(path: String, usesCRLF: Bool) {
        self.path = path
        self.usesCRLF = usesCRLF
    }

    func deliver(_ letter: ComposedLetter) async throws(MailFailure) {
        // -i: a line that is a dot alone does not end the letter. --: an address that begins with a dash is no option.
        let arguments = ["-i", "-f", letter.sender, "--", letter.recipient]
        let (path, input) = (path, usesCRLF ? letter.bytes : letter.bytes.filter { $0 != UInt8(ascii: "\r") })
        try await thread.run { _, cancellation throws(MailFailure) in
            try Self.checkProgram(path)
            let child: FedChild
            do throws(FedChild.Failure) {
                child = try FedChild(path, arguments)
            } catch {
                let reason = String(cString: strerror(error.code))
                throw MailFailure("\(path) cannot be run: \(reason). Is EMAIL_SENDMAIL_PATH right?", .away)
            }
            guard let ending = child.feed(input, within: Self.limit, unless: cancellation) else {
                if cancellation.isCancelled { throw .givenUp }
                throw MailFailure("\(path) did not end within \(Self.limit.wholeSeconds) seconds.", .away)
            }
            try Self.judge(ending, of: path)
        }
    }

    func check() async throws(MailFailure) {
        let path = path
        try await thread.run { _, _ throws(MailFailure) in try Self.checkProgram(path) }
    }

    private static func checkProgram(_ path: String) throws(MailFailure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            FileManager.default.isExecutableFile(atPath: path)
        else {
            throw MailFailure(
                """
                There is no program \(path) that may be run. Set EMAIL_SENDMAIL_PATH, or EMAIL_TRANSPORT=smtp for a mail \
                server.
                """, .away)
        }
    }

    private static func judge(_ ending: FedChild.Ending, of path: String) throws(MailFailure) {
        switch ending {
        case .exited(0): return
        // sysexits.h: EX_NOUSER and EX_NOHOST. Everything else, not only EX_TEMPFAIL, may be mended.
        case .exited(let status) where status == 67 || status == 68:
            throw MailFailure("\(path) knows no such recipient (exit status \(status)).", .refused)
        case .exited(let status):
            throw MailFailure("\(path) did not take the letter (exit status \(status)).", .away)
        case .killed(let signal):
            throw MailFailure("\(path) was ended by signal \(signal).", .away)
        }
    }
}
