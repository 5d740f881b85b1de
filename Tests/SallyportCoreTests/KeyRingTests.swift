import Crypto
import Testing

@testable import SallyportCore

@Suite("Wrapped keys")
struct KeyRingTests {
    let secret = Secret(Array("the secret of this installation, long".utf8))

    @Test("a key opens with its secret, and for its purpose and id only")
    func binding() throws {
        let key = KeyRing.fixture().key(.staticTokens)
        let wrapped = try WrappedKey(key, id: 1, purpose: .staticTokens, secret: secret)
        #expect(wrapped.open(with: secret) == key.withUnsafeBytes { Array($0) })
        #expect(wrapped.open(with: Secret(Array("another secret of an installation".utf8))) == nil)
        var moved = wrapped
        moved.purpose = KeyRing.Purpose.refreshTokens.rawValue
        #expect(moved.open(with: secret) == nil)
        moved = wrapped
        moved.id = 2
        #expect(moved.open(with: secret) == nil)
        moved = wrapped
        moved.sealed[20] ^= 1
        #expect(moved.open(with: secret) == nil)
    }
}
