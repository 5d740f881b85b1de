import SDKRuntime

/// A storage that cannot be used while it is locked.
actor LockedStorage: AuthenticationStorage {
    private var data: AuthenticationData?
    private var isLocked = false

    func lock() { isLocked = true }
    func unlock() { isLocked = false }

    func get() throws -> AuthenticationData? {
        if isLocked { throw StorageUnavailable("It is locked.") }
        return data
    }

    func set(_ data: AuthenticationData?) throws {
        if isLocked { throw StorageUnavailable("It is locked.") }
        self.data = data
    }
}
