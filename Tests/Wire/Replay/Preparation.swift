/// Makes the state that requests made which our copy of the recordings lacks, and says which live token stands where the
/// recorded request shows one.
typealias Preparation = @Sendable (Stage) async throws -> [Slot: String]

/// How the cases are prepared, by their names. What is not here is sent as it was recorded.
enum Preparations {
    static let standard = Dictionary(
        uniqueKeysWithValues: [
            signIn, ownAccount, refresh, signOut, enforcedSecondFactor, administration, passwordReset, invitation,
            registration, secondFactor, guessing,
        ].joined().map { ($0.key, $0.value) })
}

extension Slot {
    static let refreshCookie = Self.cookie(Configuration.standard.refreshCookie)
    static let sessionCookie = Self.cookie(Configuration.standard.sessionCookie)
}
