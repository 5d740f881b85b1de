package import Foundation
import Synchronization

/// Kills what was started and still runs when the tests are no more, whatever ended them: a shell that reads, from a pipe
/// that only the tests hold open, whom it has to watch.
package final class Guardian: Sendable {
    /// There is one pipe that ends with this process.
    package static let ofThisProcess = Guardian()

    private static let script = """
        watched=
        while read -r word id; do
            if [ "$word" = watch ]; then
                watched="$watched $id"
            else
                others=
                for other in $watched; do [ "$other" = "$id" ] || others="$others $other"; done
                watched=$others
            fi
        done
        [ -z "$watched" ] || kill -9 $watched
        """

    /// `nil` if there is no shell; then nobody watches.
    private let orders: Mutex<FileHandle?>

    private init() {
        let nowhere = FileHandle(forWritingAtPath: "/dev/null") ?? .standardError
        orders = Mutex(
            Child.starting.withLock { _ in
                let pipe = Pipe()
                let shell = try? Child(
                    URL(fileURLWithPath: "/bin/sh"), ["-c", Self.script], environment: [:],
                    in: URL(fileURLWithPath: "/"), input: pipe.fileHandleForReading, output: nowhere, errors: nowhere)
                return shell == nil ? nil : pipe.fileHandleForWriting
            })
    }

    /// Has that process killed when the tests are no more.
    package func watch(_ id: pid_t) {
        order("watch \(id)")
    }

    /// That process has ended, or may live on.
    package func release(_ id: pid_t) {
        order("release \(id)")
    }

    private func order(_ text: String) {
        orders.withLock { try? $0?.write(contentsOf: Data((text + "\n").utf8)) }
    }
}
