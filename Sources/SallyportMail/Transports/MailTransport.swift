import SallyportCore

/// Whoever takes composed letters over.
protocol MailTransport: Sendable {
    /// Returns once it is taken over.
    func deliver(_ letter: ComposedLetter) async throws(MailFailure)

    /// Finds out whether one would be.
    func check() async throws(MailFailure)
}
