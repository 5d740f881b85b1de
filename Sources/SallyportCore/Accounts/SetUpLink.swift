import Synchronization

/// What the one-time set-up link bears (D25). Once there was an account it is spent for good: the link stands in a log, and
/// must not come back to life when the last account is deleted.
final class SetUpLink: Sendable {
    private let token: Secret<String>
    private let isSpent = Atomic(false)

    init(token: Secret<String>) {
        self.token = token
    }

    func accepts(_ shown: String) -> Bool {
        !isSpent.load(ordering: .acquiring) && constantTimeEqual(Array(shown.utf8), Array(token.reveal().utf8))
    }

    func spend() {
        isSpent.store(true, ordering: .releasing)
    }
}
