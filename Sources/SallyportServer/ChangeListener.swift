import SallyportCore
import SallyportPostgreSQL
import ServiceLifecycle

/// Brings what other nodes announce into this node's beliefs, for as long as it serves.
struct ChangeListener: Service, CustomStringConvertible {
    let announcer: PostgreSQLConfiguration
    let changes: RemoteChanges

    var description: String { "ChangeListener" }

    func run() async throws {
        // Until the first word is heard, nothing is believed.
        changes.ceased()
        let listener = PostgreSQLListener(announcer) { [changes] event in changes.note(event) }
        try? await gracefulShutdown()
        await listener.stop()
    }
}

extension RemoteChanges {
    /// Takes note of what the listener hears (`Announcements` says what there is to hear).
    fileprivate func note(_ event: PostgreSQLListener.Event) {
        switch event {
        // Without announcements a belief still lasts for a second at most.
        case .began, .impossible: began()
        case .ceased: ceased()
        case .announced(let text):
            let words = text.split(separator: " ", maxSplits: 1).map(String.init)
            switch (words.first, words.last) {
            case ("session", let id?): note(.session(Session.ID(rawValue: id)))
            case ("account", let id?): note(.account(Account.ID(rawValue: id)))
            default: note(.everything)
            }
        }
    }
}
