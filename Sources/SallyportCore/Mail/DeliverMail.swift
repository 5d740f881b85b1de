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
        /// A letter went out; there may be another.
        case sent
        /// A letter need not go out any more, or is not taken now, or never; there may be another.
        case passedOver
        /// Nobody takes letters now; this one will be tried again.
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

    /// Whoever asks again within that time has a mail already.
    static let requestPause: Duration = .seconds(60)

    /// Sends the letter that has been due for longest.
    ///
    /// - Throws: ``StorageError``.
    public func callAsFunction() async throws -> Outcome {
        switch try await work() {
        case .nothing: return .idle
        case .dropped: return .passedOver
        case .letter(let letter, let queued):
            if let wait = try await limited(queued) { return .limited(wait) }
            do throws(MailFailure) {
                try await mail.sender.send(letter)
            } catch {
                try await note(error, queued)
                return error.kind == .away ? .failed : .passedOver
            }
            logger.debug("A mail was sent.", metadata: Self.metadata(queued))
            try await vault.write(.durable) { try $0.deleteLetter(queued.id) }
            return .sent
        }
    }

    /// Makes everything due at once. For the start of the one process that sends: what it had in its hands when it was killed
    /// belongs to nobody now.
    ///
    /// - Throws: ``StorageError``.
    public func resume() async throws {
        try await vault.write(.relaxed) { try $0.makeLettersDue(at: try $0.now) }
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
        let freshToken = makeIdentifier()
        return try await vault.write(.durable) { transaction in
            let now = try transaction.now
            guard let queued = try transaction.claimLetter(until: now + Self.lease, at: now) else { return .nothing }
            guard let (letter, resolved) = try letter(queued, freshToken: freshToken, transaction, at: now) else {
                try transaction.deleteLetter(queued.id)
                return .dropped
            }
            return .letter(letter, resolved)
        }
    }

    /// - Returns: `nil` if there is nothing to say any more, or never was.
    private func letter(
        _ queued: QueuedLetter, freshToken: String, _ transaction: any VaultTransaction, at now: Timestamp
    ) throws -> (Letter, QueuedLetter)? {
        guard let (account, queued) = try resolved(queued, freshToken: freshToken, transaction) else { return nil }
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
            guard let link = mail.links.link(queued.kind, to: queued.url, token: codec.encode(id, purpose)) else {
                logger.error("A mail was given up: its link leads nowhere.", metadata: Self.metadata(queued))
                return nil
            }
            letter.link = link
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
        _ queued: QueuedLetter, freshToken: String, _ transaction: any VaultTransaction
    ) throws -> (Account, QueuedLetter)? {
        if let id = queued.account { return try transaction.account(id).map { ($0, queued) } }
        guard let purpose = queued.kind.purpose, [.passwordReset, .customerPasswordReset].contains(purpose),
            let account = try transaction.account(queued.email, in: queued.realm),
            account.status == .active, account.provider == .default, let address = account.email
        else { return nil }
        let now = try transaction.now
        let newest = try transaction.goodTokens(purpose, of: account.id, at: now).first
        if let newest, now - newest.created < Self.requestPause { return nil }
        var queued = queued
        queued.account = account.id
        queued.email = address
        queued.token = try transaction.issue(
            purpose, for: account, lifetime: mail.lifetime(purpose), id: freshToken)
        try transaction.resolve(queued)
        return (account, queued)
    }

    private func note(_ failure: MailFailure, _ queued: QueuedLetter) async throws {
        let isGivenUp = try await vault.write(.relaxed) { transaction in
            let now = try transaction.now
            // A link says itself how long it is worth a try.
            let isTooOld = queued.kind.purpose == nil && now - queued.created >= Self.patience
            guard failure.isTemporary, !isTooOld else {
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
