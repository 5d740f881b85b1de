import Crypto

@testable import SallyportCore

extension KeyRing {
    /// A ring of fresh random keys.
    static func fixture() -> KeyRing {
        KeyRing(fresh: { SymmetricKey(size: .bits256) })
    }
}
