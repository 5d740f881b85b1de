import Foundation
import Synchronization

/// Hears on a connection of its own what other nodes announce (`NOTIFY`), and connects again when that was lost.
///
/// A pooler that shares server connections cannot pass notifications on: then nothing is announced.
public final class PostgreSQLListener: Sendable {
    /// What happens.
    public enum Event: Sendable, Hashable {
        /// From now on every announcement is heard; those before may have been missed.
        case began
        /// Another node, or this one, announced something.
        case announced(String)
        /// Announcements may be missed from now on.
        case ceased
        /// There will be no announcements: a pooler stands in between.
        case impossible
    }

    private let stopping = Stopping()

    /// Shared with the thread, which must not keep the listener alive.
    private final class Stopping: Sendable {
        let isAsked = Atomic<Bool>(false)
        let ended = AsyncStream<Never>.makeStream()
    }

    /// Starts listening, on a thread of its own.
    ///
    /// - Parameter handle: called on that thread.
    public init(_ configuration: PostgreSQLConfiguration, handle: @escaping @Sendable (Event) -> Void) {
        let stopping = stopping
        let thread = Thread {
            defer { stopping.ended.continuation.finish() }
            var failures = 0
            while !stopping.isAsked.load(ordering: .relaxed) {
                do {
                    let link = try PostgreSQLLink(configuration)
                    guard !link.isPooled else { return handle(.impossible) }
                    let schema = try link.run("LISTEN \(Self.channel); SELECT current_schema()").first ?? ""
                    failures = 0
                    handle(.began)
                    var heard = ContinuousClock.now
                    while !stopping.isAsked.load(ordering: .relaxed) {
                        for payload in try link.notifications(waitingFor: Self.pulse) {
                            heard = .now
                            // Several installations may share a database, each in a schema of its own.
                            if let text = payload.removingPrefix(schema + " ") { handle(.announced(text)) }
                        }
                        if heard.duration(to: .now) > Self.longestSilence {
                            try link.run("SELECT 1")
                            heard = .now
                        }
                    }
                } catch {
                    handle(.ceased)
                    failures += 1
                    usleep(.random(in: 0..<min(50_000 << min(failures, 5), 1_000_000)))
                }
            }
        }
        thread.name = "postgresql-listener"
        thread.start()
    }

    /// Ends the connection, and waits for the end of its thread: a process that ends while a thread is in OpenSSL crashes.
    /// That takes half a second, or as long as connecting takes that is under way.
    public func stop() async {
        stopping.isAsked.store(true, ordering: .relaxed)
        for await _ in stopping.ended.stream {}
    }

    deinit {
        stopping.isAsked.store(true, ordering: .relaxed)
    }

    /// Where the triggers of the schema announce (`Migrations`).
    private static let channel = "sallyport"
    /// How often to look whether to stop, in milliseconds.
    private static let pulse: Int32 = 500
    /// After how long without a word to ask whether the connection still is one.
    private static let longestSilence = Duration.seconds(5)
}

extension String {
    fileprivate func removingPrefix(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
