/// Keys that a storefront shows to the second interface: they say which store it is for, and open nothing (medusa.md B1.4,
/// C2). They are public, so they are stored in clear.
public struct PublishableKeys: Sendable {
    let vault: any Vault
    let makeIdentifier: MakeIdentifier

    /// A key.
    public struct Key: Sendable, Hashable {
        /// `pk_` and 64 hexadecimal digits.
        public var token: String
        /// What an operator calls it.
        public var title: String
        /// When it was made.
        public var created: Timestamp
        /// When it was revoked; `nil` while it is good.
        public var revoked: Timestamp?

        /// A key as a row has it.
        public init(token: String, title: String, created: Timestamp, revoked: Timestamp? = nil) {
            self.token = token
            self.title = title
            self.created = created
            self.revoked = revoked
        }
    }

    /// Makes a key.
    public func create(_ title: String) async throws(AccountFailure) -> Key {
        // Two random UUIDs, which are 64 digits.
        let digits = (makeIdentifier() + makeIdentifier()).filter { $0 != "-" }
        do {
            return try await vault.write(.durable) { transaction in
                let key = Key(token: "pk_" + digits, title: title, created: try transaction.now)
                try transaction.insert(key)
                return key
            }
        } catch { throw AccountFailure(error) }
    }

    /// All keys, the oldest first.
    public func list() async throws(AccountFailure) -> [Key] {
        do { return try await vault.read { try $0.publishableKeys() } } catch { throw AccountFailure(error) }
    }

    /// Makes a key good for nothing.
    ///
    /// - Returns: whether it was good until now.
    public func revoke(_ token: String) async throws(AccountFailure) -> Bool {
        do {
            return try await vault.write(.durable) { try $0.revokePublishableKey(token, at: try $0.now) }
        } catch { throw AccountFailure(error) }
    }

    /// Whether a key is good.
    public func isGood(_ token: String) async throws(StoreFailure) -> Bool {
        guard token.utf8.count <= 255, !token.utf8.contains(0) else { return false }
        do {
            return try await vault.read { try $0.publishableKeys().contains { $0.token == token && $0.revoked == nil } }
        } catch { throw StoreFailure(error) }
    }
}

/// What is read of publishable keys inside a transaction.
public protocol PublishableKeyReading {
    func publishableKeys() throws -> [PublishableKeys.Key]
}

/// What is changed of publishable keys inside a transaction.
public protocol PublishableKeyWriting {
    func insert(_ key: PublishableKeys.Key) throws
    /// - Returns: whether it was good until now.
    func revokePublishableKey(_ token: String, at now: Timestamp) throws -> Bool
}
