import Logging
import Synchronization

/// Keeps what is logged at a level, or at a worse one.
final class KeptLog: LogHandler, Sendable {
    private let level: Logger.Level
    private let kept = Mutex<[String]>([])

    init(_ level: Logger.Level) {
        self.level = level
    }

    var logger: Logger { Logger(label: "test") { [self] _ in self } }

    var messages: [String] { kept.withLock { $0 } }

    var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }

    var logLevel: Logger.Level {
        get { level }
        set { _ = newValue }
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set { _ = newValue }
    }

    func log(event: LogEvent) {
        if event.level >= level { kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") } }
    }
}
