import Logging
import Synchronization

/// A log that is kept.
final class KeptLog: Sendable {
    struct Entry: Sendable, Equatable {
        var level: Logger.Level
        var message: String
    }

    private let kept = Mutex<[Entry]>([])

    /// What was logged so far.
    var entries: [Entry] { kept.withLock { $0 } }

    /// Writes into it.
    var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        var log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.kept.withLock { $0.append(Entry(level: event.level, message: "\(event.message)")) }
        }
    }
}
