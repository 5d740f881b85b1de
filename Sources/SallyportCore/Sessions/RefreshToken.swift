import Crypto
import Foundation

/// What a refresh token says. As text it is 64 characters of base64url, the length that Directus' clients and columns
/// expect, and a MAC over all of it: nothing of it is stored, the server derives it from the row (design section 5).
public struct RefreshToken: Sendable, Hashable {
    /// The session that it keeps alive.
    public var session: Session.ID
    /// `n` of the row when it was made.
    public var counter: Int64
    /// When it was made: what lets a restored row catch up (rule 5.5).
    public var issued: Timestamp

    /// What a token says; the codec makes it genuine.
    public init(session: Session.ID, counter: Int64, issued: Timestamp) {
        self.session = session
        self.counter = counter
        self.issued = issued
    }
}

/// Writes and reads refresh tokens.
///
/// 48 bytes: version (1), key id (1), session id (16), counter (4), issue time in milliseconds (6), and the first 20 bytes
/// of the HMAC-SHA-256 over those 28 (RFC 2104 section 5 allows truncation to no less than half).
public struct RefreshTokenCodec: Sendable {
    private static let version: UInt8 = 1
    private static let contentLength = 28
    private static let macLength = 20

    private let keys: [UInt8: SymmetricKey]
    private let current: UInt8

    init(keys: KeyRing) {
        self.keys = keys.all(.refreshTokens)
        current = keys.current(.refreshTokens)
    }

    /// The token's text.
    public func encode(_ token: RefreshToken) -> Secret<String> {
        guard let key = keys[current], let uuid = UUID(uuidString: token.session.rawValue) else {
            preconditionFailure("a session's id is a UUID, and the current key is in its ring")
        }
        var bytes: [UInt8] = [Self.version, current]
        bytes.reserveCapacity(Self.contentLength + Self.macLength)
        withUnsafeBytes(of: uuid.uuid) { bytes += $0 }
        bytes.append(bigEndian: UInt64(bitPattern: token.counter), count: 4)
        bytes.append(bigEndian: UInt64(bitPattern: token.issued.milliseconds), count: 6)
        bytes += HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(Self.macLength)
        return Secret(Base64URL.text(bytes))
    }

    /// Reads a token's text.
    ///
    /// - Returns: `nil` unless it is genuine: made with one of our keys, unchanged.
    public func decode(_ text: String) -> RefreshToken? {
        guard text.utf8.count == 64, let bytes = Base64URL.decode(text.utf8),
            bytes.count == Self.contentLength + Self.macLength, bytes[0] == Self.version, let key = keys[bytes[1]]
        else { return nil }
        let content = bytes[..<Self.contentLength]
        let expected = HMAC<SHA256>.authenticationCode(for: content, using: key).prefix(Self.macLength)
        guard constantTimeEqual(Array(expected), bytes[Self.contentLength...]) else { return nil }
        let uuid = NSUUID(uuidBytes: Array(bytes[2..<18])) as UUID
        return RefreshToken(
            session: Session.ID(rawValue: uuid.uuidString.lowercased()),
            counter: Int64(bytes[18..<22].bigEndianValue),
            issued: Timestamp(milliseconds: Int64(bytes[22..<28].bigEndianValue)))
    }
}

/// Compares without telling by its time where the difference lies.
func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}

extension [UInt8] {
    /// Appends the last `count` bytes of the value, the most significant first.
    fileprivate mutating func append(bigEndian value: UInt64, count: Int) {
        for index in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
}

extension ArraySlice<UInt8> {
    fileprivate var bigEndianValue: UInt64 {
        reduce(0) { $0 << 8 | UInt64($1) }
    }
}
