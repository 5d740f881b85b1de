/// Reads customers: oneself, and whether an address has an account (medusa.md A2, A3).
public struct ReadCustomer: Sendable {
    let vault: any Vault

    /// A customer with his account and what it tells of itself, as they are now.
    public struct Whole: Sendable {
        /// What the store keeps.
        public var customer: Customer
        /// What he signs in with.
        public var account: Account
        /// What the account tells.
        public var profile: Profile
    }

    /// All of a customer.
    ///
    /// - Throws: ``StoreFailure/noCustomer(_:)``, ``StoreFailure/authentication(_:)``.
    public func callAsFunction(_ id: Account.ID) async throws(StoreFailure) -> Whole {
        do {
            return try await vault.read { reading in
                guard let account = try reading.account(id), account.realm == .store,
                    let profile = try reading.profile(of: id), let customer = try reading.customer(id)
                else { throw StoreFailure.noCustomer(id) }
                return Whole(customer: customer, account: account, profile: profile)
            }
        } catch { throw StoreFailure(error) }
    }

    /// Whether somebody with that address can sign in to the store.
    ///
    /// - Throws: ``StoreFailure/authentication(_:)``.
    public func exists(_ email: EmailAddress) async throws(StoreFailure) -> Bool {
        guard email.text.utf8.count <= 254, !email.text.utf8.contains(0) else { return false }
        do {
            return try await vault.read { reading in
                guard let account = try reading.account(email, in: .store) else { return false }
                return try reading.customer(account.id) != nil
            }
        } catch { throw StoreFailure(error) }
    }
}
