package import Foundation

/// A real mail server that the tests start, on a free loopback port: aiosmtpd, which has none of our own code. It keeps what
/// it takes.
package final class SMTPServerProcess: Sendable {
    /// How it behaves.
    package struct Options: Sendable {
        /// When TLS is spoken.
        package enum Encryption: Sendable {
            case never
            /// STARTTLS is offered.
            case offered
            /// Nothing is taken before STARTTLS.
            case demanded
            /// From the first byte on.
            case implicit
        }

        package var encryption = Encryption.never
        /// Who must sign in, and with what.
        package var credentials: (user: String, password: String)?
        /// What it answers to every recipient, as `450 4.2.1 Busy`; the address is added.
        package var recipientReply: String?
        /// What it answers to every message.
        package var textReply: String?
        /// Whoever connects gets no answer, and it prints `connected`.
        package var isSilent = false
        /// Where it listens; 0 is any port that is free.
        package var port = 0
        /// After which it hangs up on a connection that nobody uses.
        package var idleTimeout = Duration.seconds(300)

        package init() {}
    }

    /// It did not do what it should.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Where it listens, on 127.0.0.1.
    package let port: Int
    /// Its certificate, in PEM: for `localhost` and 127.0.0.1, and made by itself. There is one if there is TLS.
    package let certificate: URL
    /// What it prints: `closed` when a connection has ended, for one.
    package var output: Transcript { program.output }
    private let program: Program
    private let folder: URL

    /// Runs one while the body runs.
    package static func use<Value>(
        _ options: Options = Options(), _ body: (SMTPServerProcess) async throws -> Value
    ) async throws -> Value {
        let server = try await SMTPServerProcess(options)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(server)) } catch { outcome = .failure(error) }
        await server.end()
        return try outcome.get()
    }

    private init(_ options: Options) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sallyport-mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        certificate = folder.appending(path: "certificate.pem")
        do {
            var arguments = [Self.script.path, "--folder", folder.path] + Self.arguments(options)
            if options.encryption != .never {
                let key = folder.appending(path: "key.pem")
                try await Self.makeCertificate(certificate, key: key, in: folder)
                arguments += ["--certificate", certificate.path, "--key", key.path]
            }
            program = try Program(
                Python.interpreter(), arguments, environment: [:], in: folder, record: folder.appending(path: "server"))
            let ready = await program.output.first { text in
                text.firstMatch(of: /ready (\d+)\n/).flatMap { Int($0.1) }
            }
            guard let ready else { throw Failure(description: "aiosmtpd does not start:\n\(program.errors)") }
            port = ready
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    /// Waits until it has taken so many letters, and gives all that it has.
    ///
    /// - Throws: when it ends before.
    package func letters(_ count: Int = 1) async throws -> [ReceivedLetter] {
        let isThere = await program.output.first { $0.contains("received \(count)\n") ? true : nil }
        guard isThere == true else { throw Failure(description: "The mail server has ended:\n\(program.errors)") }
        return try received()
    }

    /// The letters that it has taken so far.
    package func received() throws -> [ReceivedLetter] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent.compare($1.lastPathComponent, options: .numeric) == .orderedAscending }
            .map { try JSONDecoder().decode(ReceivedLetter.self, from: Data(contentsOf: $0)) }
    }

    /// Ends it; nobody listens on its port then.
    package func stop() async {
        program.send(SIGKILL)
        _ = await program.ended()
    }

    private func end() async {
        await stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "smtp_server.py")

    private static func arguments(_ options: Options) -> [String] {
        var arguments = ["--port", "\(options.port)", "--idle-timeout", "\(options.idleTimeout / .seconds(1))"]
        switch options.encryption {
        case .never, .demanded: break
        case .offered: arguments.append("--optional-tls")
        case .implicit: arguments.append("--implicit-tls")
        }
        if let (user, password) = options.credentials { arguments += ["--user", user, "--password", password] }
        if let reply = options.recipientReply { arguments += ["--recipient-reply", reply] }
        if let reply = options.textReply { arguments += ["--text-reply", reply] }
        return arguments + (options.isSilent ? ["--silent"] : [])
    }

    private static func makeCertificate(_ certificate: URL, key: URL, in folder: URL) async throws {
        let finished = await Finished(
            try Program(
                URL(filePath: "/usr/bin/env"),
                [
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", key.path, "-out", certificate.path,
                ], environment: [:], in: folder, record: folder.appending(path: "openssl")))
        guard finished.succeeded else { throw Failure(description: "openssl: \(finished)") }
    }
}
