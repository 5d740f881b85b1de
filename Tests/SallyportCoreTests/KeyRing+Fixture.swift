import Crypto

@testable import SallyportCore

extension KeyRing {
    /// A ring of fresh random keys.
    static func fixture() -> KeyRing {
        KeyRing(
            SigningSecrets(current: Secret(Array("the secret of a fixture, long enough".utf8))),
            fresh: { SymmetricKey(size: .bits256) })
    }
}
