/// Why a query or a change of items was refused.
public enum ItemFailure: Error, Sendable {
    /// The caller may not touch the collection, which may not exist. `path`: where in the query, `root` at its top.
    case forbiddenCollection(String, path: String)
    /// The caller may not touch the field, which may not exist.
    case forbiddenField(String, collection: String, path: String)
    /// The caller may not touch the item, which may not exist.
    case forbidden
    /// Nobody may do this without an account.
    case anonymous
    /// The query cannot be understood, or asks what is not answered.
    case invalidQuery(String)
    /// The body cannot be understood.
    case invalidPayload(String)
    /// A field's value breaks a rule of the caller's policies, or the field must be there. `rule`: which rule.
    case invalid(field: String, rule: String, problem: String)
    /// Another item has the value.
    case taken(field: String, collection: String, value: String)
    /// A text is longer than its field.
    case tooLong(field: String, collection: String)
    /// A number is larger or smaller than its field can hold.
    case outOfRange(field: String, collection: String)
    /// The field must be there.
    case missing(field: String, collection: String)
    /// There is no such item to refer to.
    case noSuchReference(field: String, collection: String)
    /// A value of an account, or the last administrator.
    case account(AccountFailure)

    /// What a vault, a hasher or an account's rules threw, in the caller's terms.
    init(_ error: any Error) {
        switch error {
        case let failure as ItemFailure: self = failure
        case let failure as AccountFailure: self = .account(failure)
        case is QuestionTooComplex: self = .invalidQuery("The query is too complex")
        default: self = .account(AccountFailure(error))
        }
    }
}
