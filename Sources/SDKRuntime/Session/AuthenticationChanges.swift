/// The state now, and then each change, for as long as you listen. Each loop over it listens for itself.
///
/// ```swift
/// for await state in client.authenticationChanges {
///     if case .signedOut(let reason) = state { show(SignInScreen(because: reason)) }
/// }
/// ```
public struct AuthenticationChanges: AsyncSequence, Sendable {
    public typealias Element = AuthenticationState
    public typealias Failure = Never

    private let subscribe: @Sendable () -> AsyncStream<AuthenticationState>

    /// Changes from a source of yours, called for each loop: for an authentication client of your own in tests.
    public init(_ subscribe: @escaping @Sendable () -> AsyncStream<AuthenticationState>) {
        self.subscribe = subscribe
    }

    public func makeAsyncIterator() -> AsyncStream<AuthenticationState>.Iterator {
        subscribe().makeAsyncIterator()
    }
}
