/// Why a mail was not asked for.
public enum MailRequestFailure: Error, Sendable {
    /// The link may not lead there: the address is on no allow-list.
    case urlNotListed(String)
    /// Nobody may register, or nobody with such an address.
    case closed
    /// The account that it would be about cannot be made so, or the storage is away.
    case account(AccountFailure)

    /// What a vault or a hasher threw, in the caller's terms.
    init(_ error: any Error) {
        switch error {
        case let failure as MailRequestFailure: self = failure
        default: self = .account(AccountFailure(error))
        }
    }
}
