import SDKRuntime
import Testing

/// The storages that several clients may share.
enum StorageKind: CaseIterable, Sendable, CustomTestStringConvertible {
    case memory
    case file

    var testDescription: String { "\(self)" }

    /// So many storages that share one session.
    func shared(_ count: Int, in folder: TemporaryFolder) -> [any AuthenticationStorage] {
        switch self {
        case .memory: Array(repeating: MemoryStorage(), count: count)
        case .file: (0..<count).map { _ in folder.storage() }
        }
    }
}
