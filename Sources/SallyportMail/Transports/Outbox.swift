import Foundation
import Logging
import SallyportCore

/// A folder with a file for each letter, which any mail program opens: for trying things out, and until there is a mail
/// server. The letters hold links that sign somebody in, so that only the server's user may read them.
struct Outbox: MailTransport {
    private let folder: URL
    private let logger: Logger
    private let thread = MailThread<Void>(name: "sallyport-outbox")

    init(folder: String, logger: Logger) {
        self.folder = URL(filePath: folder, directoryHint: .isDirectory)
        self.logger = logger
    }

    func deliver(_ letter: ComposedLetter) async throws(MailFailure) {
        let folder = folder
        let file = folder.appending(path: letter.name + ".eml")
        try await thread.run { _, _ throws(MailFailure) in
            try Self.make(folder)
            try Self.save(letter.bytes, to: file)
            Self.removeCopies(of: letter, but: file, in: folder)
        }
        // Where it is, and nothing of what is in it.
        logger.notice("Mail was written to \(file.path), and not sent: set EMAIL_TRANSPORT to send it.")
    }

    func check() async throws(MailFailure) {
        let folder = folder
        try await thread.run { _, _ throws(MailFailure) in
            try Self.make(folder)
            guard access(folder.path, W_OK | X_OK) == 0 else { throw Self.failure(folder.path) }
        }
    }

    private static func make(_ folder: URL) throws(MailFailure) {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw MailFailure(
                "The outbox \(folder.path) cannot be made: is EMAIL_OUTBOX_PATH right, and may this user write there?",
                .away)
        }
    }

    /// Under another name first: whoever looks into the folder sees a whole letter or none.
    private static func save(_ bytes: [UInt8], to file: URL) throws(MailFailure) {
        let draft = file.path + ".part"
        // A draft that a crash left behind may have other permissions.
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(draft) }
        do throws(MailFailure) {
            defer { close(descriptor) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw failure(draft) }
                rest = rest.dropFirst(count)
            }
            guard fsync(descriptor) == 0 else { throw failure(draft) }
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, file.path) == 0 else { throw failure(file.path) }
    }

    /// A letter that is sent again counts once, even if its date is another by now.
    private static func removeCopies(of letter: ComposedLetter, but file: URL, in folder: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasSuffix("-\(letter.identifier).eml") && name != file.lastPathComponent {
            // `…-a-1` ends as `1` does: what stands before the id must be a date and a kind.
            let start = name.dropLast("-\(letter.identifier).eml".count).split(separator: "-", maxSplits: 1)
            if start.count == 2, Letter.Kind(rawValue: String(start[1])) != nil {
                unlink(folder.appending(path: name).path)
            }
        }
    }

    private static func failure(_ path: String) -> MailFailure {
        MailFailure("\(path) cannot be written: \(String(cString: strerror(errno))).", .away)
    }
}
