public import Logging
public import SallyportCore

/// Sends letters as a configuration says: to a mail server, to a program, or to a folder.
public struct Mailer: MailSender {
    private let composer: LetterComposer
    private let transport: any MailTransport

    /// Reads the templates, and logs what is odd about them. Nobody is connected to yet: see ``check()``.
    ///
    /// - Throws: ``MailConfigurationFailure`` when a value or a template can be no good, whoever is at the other end.
    public init(_ configuration: MailConfiguration, logger: Logger) throws(MailConfigurationFailure) {
        let templates = try Templates(folder: configuration.templatesFolder)
        for warning in templates.warnings { logger.warning("\(warning)") }
        composer = try LetterComposer(
            from: configuration.from, domain: configuration.publicHost, templates: templates)
        switch configuration.transport {
        case .outbox(let folder): transport = Outbox(folder: folder, logger: logger)
        case .smtp(let server): transport = try SMTPMailer(server, publicHost: configuration.publicHost)
        case .sendmail(let path, let usesCRLF): transport = SendmailProgram(path: path, usesCRLF: usesCRLF)
        }
    }

    /// Writes the letter out and hands it on. A second copy has the same `Message-ID`.
    ///
    /// - Throws: ``MailFailure`` after about two minutes at most; then nobody has taken it, or nobody has said so.
    public func send(_ letter: Letter) async throws(MailFailure) {
        try await transport.deliver(try composer.compose(letter))
    }

    /// Finds out whether letters would be taken, without one (`EMAIL_VERIFY_SETUP`): the mail server answers and lets us
    /// in, the program may be run, the folder can be written to.
    ///
    /// - Throws: ``MailFailure`` that says what to mend.
    public func check() async throws(MailFailure) {
        try await transport.check()
    }
}
