extension Task where Failure == Never {
    /// The task's value, or `nil` as soon as the one who waits is cancelled; the task itself goes on.
    ///
    /// `value` alone would keep a cancelled caller waiting, and cancelling the task would lose what it fetches.
    package func valueUnlessCancelled() async -> Success? {
        let (values, continuation) = AsyncStream<Success>.makeStream()
        let relay = Task<Void, Never> {
            continuation.yield(await self.value)
            continuation.finish()
        }
        defer { relay.cancel() }
        for await value in values { return value }
        return nil
    }
}
