package import Foundation

/// What a program writes, kept in a file as it comes; and whoever waits for a part of it.
package actor Transcript {
    private let file: FileHandle
    private var bytes = Data()
    private var isComplete = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter file: open for writing.
    package init(in file: FileHandle) {
        self.file = file
    }

    /// All that came so far.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Takes what comes, until there is no more.
    package func take(_ pieces: AsyncStream<Data>) async {
        for await piece in pieces {
            bytes += piece
            try? file.write(contentsOf: piece)
            wake()
        }
        isComplete = true
        try? file.close()
        wake()
    }

    /// What is first found in the text; `nil` if it came to its end without it.
    package func first<Value: Sendable>(_ find: @Sendable (String) -> Value?) async -> Value? {
        while true {
            if let found = find(text) { return found }
            if isComplete { return nil }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func wake() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
