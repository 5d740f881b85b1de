import Synchronization

/// What access tokens are signed and verified with. It changes as a whole when `SECRET` does, and with it all that was
/// verified before.
final class TokenSignatures: Sendable {
    /// What holds until the next change.
    final class Epoch: Sendable {
        let secrets: SigningSecrets
        let current: JSONWebSignature
        let outdated: [JSONWebSignature]
        let verified = VerifiedTokens()

        fileprivate init(_ secrets: SigningSecrets) {
            self.secrets = secrets
            current = JSONWebSignature(secret: secrets.current)
            outdated = secrets.outdated.map(JSONWebSignature.init(secret:))
        }
    }

    private let state: Mutex<Epoch>

    init(_ secrets: SigningSecrets) {
        state = Mutex(Epoch(secrets))
    }

    var epoch: Epoch { state.withLock { $0 } }

    func begin(_ secrets: SigningSecrets) {
        let next = Epoch(secrets)
        state.withLock { $0 = next }
    }
}
