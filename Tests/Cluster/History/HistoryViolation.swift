/// What a history shows that must not be.
struct HistoryViolation: Error, Hashable, CustomStringConvertible {
    enum Kind: String, Sendable, CaseIterable {
        /// A refresh, or a change of the password, that began after the session's end had been told succeeded.
        case refreshedAfterEnd
        /// An access credential was good for longer than the bound after the session's end had been told.
        case usedAfterEnd
        /// From one token came two.
        case twoSuccessors
        /// A token's successors lead back to it, or two tokens have the same successor.
        case disorder
        /// A predecessor was taken although its successor had been in use for the grace period, or something older.
        case stolenCopyAccepted
        /// Somebody was put out, and nothing had ended the session.
        case refusedWithoutReason
        /// A sign-in with a password that had been replaced.
        case oldPasswordAccepted
        /// A sign-in with the right password was refused.
        case rightPasswordRefused
    }

    var kind: Kind
    var detail: String

    init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    var description: String { "\(kind): \(detail)" }
}
