/// Says that there may be a letter to send: what is queued on this node goes out at once.
public struct MailSignal: Sendable {
    private let continuation: AsyncStream<Void>.Continuation
    /// An element for each moment at which there may be something to send; what comes while one waits is one. For one reader.
    public let moments: AsyncStream<Void>

    init() {
        (moments, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says so, after a commit.
    public func raise() {
        continuation.yield()
    }
}
