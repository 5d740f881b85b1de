public import Foundation
public import SallyportCore

/// The folder that a server writes its mail to: what somebody finds in his mailbox.
public struct Outbox: Sendable {
    public let folder: URL

    public init(_ folder: URL) {
        self.folder = folder
    }

    /// A mail that does not come.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// A mail, as far as tests need it; what it is as a mail is tested with an independent parser.
    public struct Mail: Sendable, Hashable {
        public let file: String
        public let source: String

        /// The first header field of that name.
        public func header(_ name: String) -> String? {
            source.split(separator: "\r\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
                .first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }

        /// What the link in it leads to.
        public var link: String? {
            let text = source.replacing("=\r\n", with: "").replacing("=3D", with: "=")
            return text.firstMatch(of: /[a-z]+:\/\/[^\s"<>]*[?&]token=[A-Za-z0-9_\-]{52}[^\s"<>]*/).map { String($0.0) }
        }

        /// The one-time token of its link.
        public var token: String? {
            link?.firstMatch(of: /[?&]token=([A-Za-z0-9_\-]{52})/).map { String($0.1) }
        }
    }

    /// All that lies there, by the names of the files: the time, the kind.
    public func mails(_ kind: Letter.Kind? = nil, to address: String? = nil) -> [Mail] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            guard name.hasSuffix(".eml"), kind.map({ name.contains("Z-\($0.rawValue)-") }) ?? true,
                let source = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            else { return nil }
            let mail = Mail(file: name, source: source)
            return address.map { mail.header("To") == $0 } ?? true ? mail : nil
        }
    }

    /// Waits for the mails to somebody to be so many: they are sent beside the requests.
    ///
    /// - Throws: ``Missing`` after ten seconds.
    @discardableResult
    public func mails(_ kind: Letter.Kind, to address: String, atLeast count: Int) async throws -> [Mail] {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            let found = mails(kind, to: address)
            if found.count >= count { return found }
            guard ContinuousClock.now < deadline else {
                throw Missing(description: "\(found.count) of \(count) mails \(kind.rawValue) to \(address)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Does something that brings somebody a mail, and waits for it.
    ///
    /// - Returns: the token of its link.
    public func token(
        _ kind: Letter.Kind, to address: String, after body: () async throws -> Void
    ) async throws -> String {
        let before = Set(mails(kind, to: address))
        try await body()
        let after = try await mails(kind, to: address, atLeast: before.count + 1)
        guard let token = after.first(where: { !before.contains($0) })?.token else {
            throw Missing(description: "the mail \(kind.rawValue) to \(address) has no link")
        }
        return token
    }
}

extension TestServer {
    /// Where this server's mail is.
    public var outbox: Outbox { Outbox(folder.appendingPathComponent("outbox")) }
}
