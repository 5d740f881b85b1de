import Foundation
import Logging
import SallyportCore
import TestSupport

/// Rows to store.
enum Samples {
    static func id() -> String {
        UUID().uuidString.lowercased()
    }

    static func account(_ email: String? = "ada@example.com", realm: Realm = .team) -> Account {
        Account(
            id: Account.ID(rawValue: id()), realm: realm, email: email.map(EmailAddress.init),
            passwordHash: PasswordHash(encoded: "hash of ada"))
    }

    static func session(of account: Account, at now: Timestamp) -> Session {
        Session(
            id: Session.ID(rawValue: id()), account: account.id, provider: .default, created: now, lastSeen: now,
            idleExpiry: now + .seconds(60), absoluteExpiry: now + .seconds(3600),
            client: Client(address: IPAddress("192.0.2.1"), userAgent: "agent", origin: "https://app.example"))
    }

    /// `SECRET`.
    static let secret = Secret(Array("a secret of thirty-two characters".utf8))

    /// The flows, on that storage.
    static func core(
        on vault: any Vault, keys: KeyRing, sessions: SessionSettings = SessionSettings(),
        mail: any MailSender = Pigeonhole(), sharesRateLimits: Bool = false,
        clock: @escaping Clock = ManualClock().clock
    ) -> Core {
        Core(
            vault: vault, keys: keys, passwords: CountingHasher(), sessions: sessions,
            mail: MailSettings(sender: mail, links: MailLinks(publicURL: "https://auth.example.com")),
            setUpToken: Secret("token"),
            sharesRateLimits: sharesRateLimits, clock: clock, steadyClock: clock, heartbeat: Heartbeat { .zero },
            pause: { _ in await Task.yield() },
            makeIdentifier: id,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}

/// Something that a body throws on purpose.
struct Deliberate: Error {}
