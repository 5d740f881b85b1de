/// What a store keeps of a customer, beside the account that he signs in with (medusa.md A2.1, A3, B4).
public struct Customer: Sendable, Equatable {
    /// Whose it is; the customer's id, too.
    public var account: Account.ID
    /// As it was given.
    public var phone: String?
    /// As it was given (second version).
    public var companyName: String?
    /// Whatever the store notes of him: a JSON object.
    public var metadata: JSON?
    /// Where his bills go.
    public var billingAddress: PostalAddress?
    /// When he became a customer.
    public var created: Timestamp
    /// When any of it was changed.
    public var updated: Timestamp

    /// A customer with nothing but an account.
    public init(account: Account.ID, created: Timestamp) {
        self.account = account
        self.created = created
        updated = created
    }
}

/// A postal address (medusa.md A2.1).
public struct PostalAddress: Sendable, Equatable {
    /// `addr_…`
    public var id: String
    /// The texts, by Medusa's names; what is not there is null.
    public var texts: [String: String]
    /// A JSON object.
    public var metadata: JSON?
    /// When it was made.
    public var created: Timestamp
    /// When any of it was changed.
    public var updated: Timestamp

    /// The names of the texts, in Medusa's order.
    public static let names = [
        "company", "first_name", "last_name", "address_1", "address_2", "city", "country_code", "province",
        "postal_code", "phone",
    ]

    /// An address that was made now.
    public init(id: String, texts: [String: String] = [:], metadata: JSON? = nil, created: Timestamp) {
        self.id = id
        self.texts = texts
        self.metadata = metadata
        self.created = created
        updated = created
    }
}

/// What is read of customers inside a transaction.
public protocol CustomerReading {
    func customer(_ account: Account.ID) throws -> Customer?
}

/// What is changed of customers inside a transaction.
public protocol CustomerWriting {
    /// - Returns: whether the account was no customer before.
    func insert(_ customer: Customer) throws -> Bool
    /// Writes all of it, its address too.
    func update(_ customer: Customer) throws
}
