public import Foundation

/// The storage cannot be read or written now. Nobody is signed out by this.
public struct StorageUnavailable: Error, Sendable, CustomStringConvertible, LocalizedError {
    /// What is in the way, and what to do about it; holds no secret.
    public let reason: String

    /// The storage cannot be used, for this reason.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The system refused, and this is what it said.
    package init(systemError: Int32, doing what: String, path: String) {
        self.init("Cannot \(what) \(path): \(String(cString: strerror(systemError))).")
    }

    public var description: String { reason }
    public var errorDescription: String? { reason }
}
