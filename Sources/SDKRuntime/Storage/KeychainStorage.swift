#if canImport(Security)
    public import Foundation
    import Security

    /// Keeps the session in the keychain: readable after the first unlock since the device's start, on this device only, and
    /// in no backup of another device.
    ///
    /// A keychain that is locked (a launch in the background before the first unlock) is *unavailable*, never empty: nobody
    /// is signed out by it. The keychain outlives the app's removal; call `set(nil)` at the first start of a fresh install
    /// if you do not want the old session back.
    ///
    /// An app, its extensions and widgets share a session through `accessGroup`. Then give them a `lockFile` in their app
    /// group's container too: it makes the refresh single across them, and keeps one's logout from being undone by another.
    ///
    /// The project's CI runs on Linux, where this file cannot be compiled. It is small for that reason.
    public struct KeychainStorage: AuthenticationStorage {
        private let service: String
        private let account: String
        private let accessGroup: String?
        private let refreshLock: FileLock?
        private let writeLock: FileLock?
        private let turns = AsyncLock()
        private let writes = AsyncLock()

        /// A storage in one item of the keychain.
        ///
        /// - Parameters:
        ///   - service: the item's name, the app's bundle identifier for example. The version of the item's format is
        ///     added to it, so that a later format can find, take over and remove this one.
        ///   - account: tells several sessions of one app apart, by the server's address for example.
        ///   - accessGroup: the keychain access group to share it with, `nil` for this app alone.
        ///   - lockFile: a file that all who share the item can write; a second one, `<name>.write`, is made beside it.
        public init(
            service: String, account: String = "default", accessGroup: String? = nil, lockFile: URL? = nil
        ) {
            self.service = service + ".v1"
            self.account = account
            self.accessGroup = accessGroup
            refreshLock = lockFile.map { FileLock(url: $0) }
            writeLock = lockFile.map { FileLock(url: $0.appendingPathExtension("write")) }
        }

        /// - Throws: ``StorageUnavailable`` when the keychain is locked, or holds what this release cannot read.
        public func get() async throws -> AuthenticationData? {
            var query = item
            query[kSecReturnData] = true
            query[kSecMatchLimit] = kSecMatchLimitOne
            var found: CFTypeRef?
            let status = SecItemCopyMatching(query as CFDictionary, &found)
            if status == errSecItemNotFound { return nil }
            guard status == errSecSuccess, let bytes = found as? Data else {
                throw StorageUnavailable("The keychain cannot be read now (OSStatus \(status)).")
            }
            do {
                return try JSONDecoder().decode(AuthenticationData.self, from: bytes)
            } catch {
                throw StorageUnavailable("The keychain item \(service) holds no session that this release can read.")
            }
        }

        /// - Throws: ``StorageUnavailable`` when the keychain cannot be written now.
        public func set(_ data: AuthenticationData?) async throws {
            try await whileWriting { try write(data) }
        }

        public func replace(_ expected: AuthenticationData?, with data: AuthenticationData?) async throws -> Bool {
            try await whileWriting {
                guard try await get() == expected else { return false }
                try write(data)
                return true
            }
        }

        public func exclusively<Result: Sendable>(
            _ body: @Sendable () async throws -> Result
        ) async throws -> Result {
            if let refreshLock { try await refreshLock.withLock(body) } else { try await turns.withLock(body) }
        }

        private func whileWriting<Result: Sendable>(
            _ body: @Sendable () async throws -> Result
        ) async throws -> Result {
            if let writeLock { try await writeLock.withLock(body) } else { try await writes.withLock(body) }
        }

        private func write(_ data: AuthenticationData?) throws {
            guard let data else {
                let status = SecItemDelete(item as CFDictionary)
                guard status == errSecSuccess || status == errSecItemNotFound else {
                    throw StorageUnavailable("The keychain item cannot be removed now (OSStatus \(status)).")
                }
                return
            }
            let content: [CFString: Any] = [
                kSecValueData: try JSONEncoder().encode(data),
                kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
            ]
            var status = SecItemUpdate(item as CFDictionary, content as CFDictionary)
            if status == errSecItemNotFound {
                status = SecItemAdd(item.merging(content) { $1 } as CFDictionary, nil)
            }
            guard status == errSecSuccess else {
                throw StorageUnavailable("The keychain cannot be written now (OSStatus \(status)).")
            }
        }

        private var item: [CFString: Any] {
            var query: [CFString: Any] = [
                kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: account,
                // The data protection keychain on macOS too: the file keychain knows no access groups.
                kSecUseDataProtectionKeychain: true,
            ]
            if let accessGroup { query[kSecAttrAccessGroup] = accessGroup }
            return query
        }
    }
#endif
