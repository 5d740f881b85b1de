import Foundation
import SallyportCore

/// Hands letters to a mail server (RFC 5321, RFC 6409) through libcurl, one after the other, through one connection as long
/// as it is good.
struct SMTPMailer: MailTransport {
    private let server: SMTPServer
    private let url: String
    private let thread = MailThread<SMTPSession>(name: "sallyport-smtp")

    /// - Throws: when a value cannot be one of a mail server.
    init(_ server: SMTPServer, publicHost: String) throws(MailConfigurationFailure) {
        guard (1...65_535).contains(server.port) else {
            throw MailConfigurationFailure("\(server.port) is no port of a mail server: set EMAIL_SMTP_PORT.")
        }
        guard Self.isHost(server.host) else {
            throw MailConfigurationFailure("There is no name or address of a mail server: set EMAIL_SMTP_HOST.")
        }
        let name = server.name ?? publicHost
        // libcurl takes the name that it greets with from the path.
        guard Self.isHost(name), let path = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else {
            throw MailConfigurationFailure("The name to greet a mail server with is no host's: set EMAIL_SMTP_NAME.")
        }
        if let file = server.certificateAuthority, !FileManager.default.isReadableFile(atPath: file) {
            throw MailConfigurationFailure("\(file) cannot be read: it should hold the mail server's certificates.")
        }
        let host = server.host.contains(":") && !server.host.hasPrefix("[") ? "[\(server.host)]" : server.host
        self.server = server
        url = "\(server.isImplicitTLS ? "smtps" : "smtp")://\(host):\(server.port)/\(path)"
    }

    func deliver(_ letter: ComposedLetter) async throws(MailFailure) {
        try await run { session, cancellation throws(MailFailure) in try session.deliver(letter, cancellation) }
    }

    func check() async throws(MailFailure) {
        try await run { session, cancellation throws(MailFailure) in try session.check(cancellation) }
    }

    private func run(
        _ work: @escaping @Sendable (SMTPSession, Cancellation) throws(MailFailure) -> Void
    ) async throws(MailFailure) {
        let (server, url) = (server, url)
        try await thread.run { kept, cancellation throws(MailFailure) in
            if kept == nil { kept = try SMTPSession(server, url: url) }
            if let kept { try work(kept, cancellation) }
        }
    }

    /// A name, or an address with or without brackets: nothing that would end it in a URL, or a line.
    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
                    || "0123456789-._:[]".unicodeScalars.contains(scalar)
            }
    }
}
