import Logging

/// Sends what is queued, one letter at a time, beside the requests and on any node: a mail server that is slow or away is
/// nobody's delay.
public struct DeliverMail: Sendable {
    let vault: any Vault
    let mail: MailSettings
    let codec: OneTimeTokenCodec
    let limiter: RateLimiter?
    let makeIdentifier: MakeIdentifier
    let logger: Logger

    /// What became of one call.
    public enum Outcome: Sendable, Hashable {
        /// Nothing is due.
        case idle
        /// A letter went out, or need not go out any more; there may be another.
        case done
        /// A letter was not taken; it will be tried again.
        case failed
        /// `RATE_LIMITER_EMAIL_*` lets nothing more through for so long.
        case limited(Duration)
    }

    /// How long a letter belongs to the node that took it; longer than a sender takes. Should the node die meanwhile, another
    /// takes it after that.
    static let lease: Duration = .seconds(300)
    /// RFC 5321 section 4.5.4.1: four to five days. Letters with a link are given up when the link has expired.
    static let patience: Duration = .seconds(4 * 86_400)
    private static let firstPause: Duration = .seconds(15)
    private static let longestPause: Duration = .seconds(300)

    private enum Work: Sendable {
        case nothing, dropped
        case letter(Letter, QueuedLetter)
    }

    /// Sends the letter that has been due for longest.
    ///
    /// - Throws: ``StorageError``.
    public func callAsFunction() async throws -> Outcome {
        switch try await work() {
        case .nothing: return .idle
        case .dropped: return .done
        case .letter(let letter, let queued):
            if let wait = try await limited(queued) { return .limited(wait) }
            do throws(MailFailure) {
                try await mail.sender.send(letter)
            } catch {
                try await note(error, queued)
                return error.isTemporary ? .failed : .done
            }
            logger.debug("A mail was sent.", metadata: Self.metadata(queued))
            try await vault.write(.durable) { try $0.deleteLetter(queued.id) }
            return .done
        }
    }

    private func limited(_ queued: QueuedLetter) async throws -> Duration? {
        guard let limiter else { return nil }
        let now = try await vault.read { try $0.now }
        do throws(RateLimiter.Refusal) {
            try limiter.take("", at: now)
            return nil
        } catch {
            let reset = error.reset
            try await vault.write(.relaxed) { try $0.postpone(queued.id, until: reset) }
            return reset - now
        }
    }

    private func work() async throws -> Work {
        let id = makeIdentifier()
        return try await vault.write(.durable) { transaction in
            let now = try transaction.now
            guard let queued = try transaction.claimLetter(until: now + Self.lease, at: now) else { return .nothing }
            guard let (letter, resolved) = try letter(queued, token: id, transaction, at: now) else {
                try transaction.deleteLetter(queued.id)
                return .dropped
            }
            return .letter(letter, resolved)
        }
    }

    /// - Returns: `nil` if there is nothing to say any more, or never was.
    private func letter(
        _ queued: QueuedLetter, token id: String, _ transaction: any VaultTransaction, at now: Timestamp
    ) throws -> (Letter, QueuedLetter)? {
        guard let (account, queued) = try resolved(queued, token: id, transaction) else { return nil }
        let settings = try transaction.settings()
        let profile = try transaction.profile(of: account.id)
        var letter = Letter(
            id: queued.id.rawValue, kind: queued.kind, recipient: queued.email,
            languages: [profile?.language, settings["default_language"].string].compactMap(\.self),
            firstName: profile?.firstName, lastName: profile?.lastName,
            project: Letter.Project(settings, publicURL: mail.links.publicURL), date: now)
        if let purpose = queued.kind.purpose {
            guard let id = queued.token, let token = try transaction.oneTimeToken(id), token.spent == nil else {
                return nil
            }
            guard token.expires > now else {
                logger.error(
                    "A mail was given up: its link expired before it could be sent.", metadata: Self.metadata(queued))
                return nil
            }
            letter.link = mail.links.link(queued.kind, to: queued.url, token: codec.encode(id, purpose))
            letter.lifetime = mail.lifetime(purpose)
            if let registration = token.registration {
                letter.firstName = registration.firstName
                letter.lastName = registration.lastName
            }
        }
        return (letter, queued)
    }

    /// The account that a letter is about; for a request to reset a password it is looked up here, off the request's path,
    /// so that a request for an unknown address does and takes the same (security.md 3f.12).
    private func resolved(
        _ queued: QueuedLetter, token id: String, _ transaction: any VaultTransaction
    ) throws -> (Account, QueuedLetter)? {
        if let id = queued.account { return try transaction.account(id).map { ($0, queued) } }
        guard queued.kind == .passwordReset, let account = try transaction.account(queued.email, in: queued.realm),
            account.status == .active, account.provider == .default, let address = account.email
        else { return nil }
        var queued = queued
        queued.account = account.id
        queued.email = address
        queued.token = try transaction.issue(
            .passwordReset, for: account, lifetime: mail.passwordResetLifetime, id: id)
        try transaction.resolve(queued)
        return (account, queued)
    }

    private func note(_ failure: MailFailure, _ queued: QueuedLetter) async throws {
        let isGivenUp = try await vault.write(.relaxed) { transaction in
            let now = try transaction.now
            guard failure.isTemporary, now - queued.created < Self.patience else {
                try transaction.giveUp(queued.id, because: failure.description, at: now)
                return true
            }
            let doublings = min(max(queued.attempts - 1, 0), 10)
            let pause = min(Self.firstPause * (1 << doublings), Self.longestPause)
            try transaction.postpone(queued.id, until: now + pause)
            return false
        }
        if isGivenUp {
            logger.error("A mail was given up: \(failure)", metadata: Self.metadata(queued))
        } else {
            logger.warning("A mail was not taken, and will be tried again: \(failure)", metadata: Self.metadata(queued))
        }
    }

    private static func metadata(_ queued: QueuedLetter) -> Logger.Metadata {
        ["mail": "\(queued.id)", "kind": "\(queued.kind.rawValue)", "attempt": "\(queued.attempts)"]
    }
}

extension Letter.Project {
    fileprivate init(_ settings: Settings, publicURL: String) {
        let url = settings["project_url"].string ?? ""
        self.init(
            name: settings["project_name"].string ?? "Directus", color: settings["project_color"].string ?? "#6644FF",
            url: url.isEmpty ? publicURL : url)
    }
}
