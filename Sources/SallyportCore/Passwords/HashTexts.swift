/// Hashes texts for clients, and verifies hashes for them: `/utils/hash` (Directus spec section 2.8). For those who have an
/// account only (D15): a hash is work for everybody who asks.
public struct HashTexts: Sendable {
    let passwords: any PasswordHasher

    /// The longest text that is hashed, in bytes.
    public static let maximumLength = 4096

    /// A new hash of the text.
    ///
    /// - Throws: ``ItemFailure/anonymous``, ``ItemFailure/invalidPayload(_:)``, or that too many hashes are waited for.
    public func generate(_ text: String, for caller: Caller) async throws(ItemFailure) -> PasswordHash {
        try Self.check(text, caller)
        do { return try await passwords.hash(Password(text)) } catch { throw ItemFailure(error) }
    }

    /// Whether the hash is the text's.
    ///
    /// - Throws: as ``generate(_:for:)``; also for a hash that is none, or dearer than any of ours.
    public func verify(
        _ text: String, against hash: String, for caller: Caller
    ) async throws(ItemFailure) -> Bool {
        try Self.check(text, caller)
        let hash = PasswordHash(encoded: hash)
        guard let cost = hash.parameters, cost.isBounded, cost.variant != .argon2d else {
            throw .invalidPayload("Invalid \"hash\" or \"string\"")
        }
        do { return try await passwords.verify(Password(text), against: hash) != .wrong } catch {
            throw ItemFailure(error)
        }
    }

    private static func check(_ text: String, _ caller: Caller) throws(ItemFailure) {
        guard caller.identity != nil else { throw .anonymous }
        guard text.utf8.count <= maximumLength else {
            throw .invalidPayload("\"string\" must be at most \(maximumLength) bytes")
        }
    }
}
