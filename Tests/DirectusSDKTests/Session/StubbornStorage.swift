import SDKRuntime
import SDKTestSupport

/// A storage of an app's own that makes trouble: it fails, is slow, or fails after it has written.
actor StubbornStorage: AuthenticationStorage {
    var data: AuthenticationData?
    var refusesReading = false
    var refusesWriting = false
    /// It writes, and says that it did not.
    var failsAfterWriting = false
    /// It finds something else there, and then cannot be read.
    var failsReadingAfterRefusal = false
    /// The next read waits here, with what it has read.
    var readGate: Gate?
    /// The next write waits here, before and after it has written.
    var writeGate: Gate?
    var writtenGate: Gate?
    private(set) var reads = 0
    private(set) var writes = 0

    init(_ data: AuthenticationData? = nil) {
        self.data = data
    }

    func configure(_ change: @Sendable (isolated StubbornStorage) -> Void) {
        change(self)
    }

    func get() async throws -> AuthenticationData? {
        reads += 1
        if refusesReading { throw StorageUnavailable("It is locked.") }
        let data = data
        if let gate = readGate {
            readGate = nil
            await gate.pass()
        }
        return data
    }

    func set(_ data: AuthenticationData?) async throws {
        try await write(data)
    }

    func replace(_ expected: AuthenticationData?, with data: AuthenticationData?) async throws -> Bool {
        if refusesWriting { throw StorageUnavailable("It is locked.") }
        guard self.data == expected else {
            if failsReadingAfterRefusal { refusesReading = true }
            return false
        }
        try await write(data)
        return true
    }

    private func write(_ data: AuthenticationData?) async throws {
        writes += 1
        if let gate = writeGate {
            writeGate = nil
            await gate.pass()
        }
        if refusesWriting { throw StorageUnavailable("It is locked.") }
        self.data = data
        if let gate = writtenGate {
            writtenGate = nil
            await gate.pass()
        }
        if failsAfterWriting { throw StorageUnavailable("It broke off.") }
    }
}

/// Waits until it is so; the suite's time limit ends a wait in vain.
func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { await Task.yield() }
}
