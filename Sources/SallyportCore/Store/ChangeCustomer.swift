/// Changes what a customer tells of himself, and what he signs in with (medusa.md A3.2, B4; M3).
public struct ChangeCustomer: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let identities: IdentityCache
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// What to change.
    public struct Request: Sendable {
        /// What he tells.
        public var details = CustomerDetails()
        /// A new address to sign in with.
        public var email: EmailAddress?
        /// A new password.
        public var password: Password?
        /// Where his bills go.
        public var billingAddress: BillingAddress?

        /// What becomes of the address for bills.
        public enum BillingAddress: Sendable {
            /// There is none any more.
            case none
            /// The one with that id, which has to be his.
            case existing(String)
            /// These texts, and a JSON object, over what stands there.
            case changed([String: String?], metadata: JSON?)
        }

        /// Nothing to change.
        public init() {}
    }

    /// Changes all of it, or nothing. A new address or password ends the other sessions of the account (D17).
    ///
    /// - Throws: ``StoreFailure``.
    public func callAsFunction(
        _ request: Request, of identity: StoreIdentity, client: Client
    ) async throws(StoreFailure) {
        if let email = request.email, !email.isWellFormed { throw .invalidEmail }
        try request.details.check()
        do {
            let hash: PasswordHash? =
                if let password = request.password { try await passwords.hash(password, as: vault) } else { nil }
            let makeIdentifier = makeIdentifier
            let hasMail = try await vault.write(.durable) { transaction in
                let now = try transaction.now
                guard let former = try identity.accountNow(transaction),
                    var profile = try transaction.profile(of: former.id)
                else { throw AuthenticationFailure.invalidCredentials }
                guard var customer = try transaction.customer(former.id) else {
                    throw StoreFailure.noCustomer(former.id)
                }
                var account = former
                if let email = request.email { account.email = EmailAddress(email.key) }
                if let hash { account.passwordHash = hash }
                try request.details.apply(to: &profile, &customer)
                try request.billingAddress?.apply(to: &customer, at: now, makeIdentifier: makeIdentifier)
                customer.updated = now
                try transaction.update(account)
                try transaction.update(profile, of: account.id)
                try transaction.update(customer)
                guard account.email != former.email || hash != nil else { return false }
                try transaction.spendTokens(of: account.id, at: now)
                try transaction.revokeSessions(of: account.id, except: identity.credential.session, at: now)
                try transaction.append(
                    Activity(
                        .update, account: account.id, realm: .store, client: client,
                        fields: (account.email != former.email ? ["email"] : []) + (hash != nil ? ["password"] : []),
                        item: Activity.Item(collection: .users, key: account.id.rawValue)), at: now)
                return try transaction.notify(
                    account, changedFrom: former, staticTokenIsNew: false, makeIdentifier: makeIdentifier)
            }
            identities.forget(identity.account.id)
            if hasMail { signal.raise() }
        } catch { throw StoreFailure(error) }
    }
}

extension ChangeCustomer.Request.BillingAddress {
    fileprivate func apply(
        to customer: inout Customer, at now: Timestamp, makeIdentifier: MakeIdentifier
    ) throws(StoreFailure) {
        switch self {
        case .none: customer.billingAddress = nil
        case .existing(let id):
            guard customer.billingAddress?.id == id else { throw .noAddress(id) }
        case .changed(let texts, let metadata):
            var address =
                customer.billingAddress
                ?? PostalAddress(
                    id: CustomerIdentifier.make("addr", at: now, uuid: makeIdentifier()), created: now)
            for (name, text) in texts {
                if let text, text.unicodeScalars.count > 255 || text.utf8.contains(0) {
                    throw .invalid("\(name) must be at most 255 characters")
                }
                address.texts[name] = name == "country_code" ? text?.lowercased() : text
            }
            if let metadata {
                guard metadata.text.utf8.count <= 65_535 else {
                    throw .invalid("metadata may have 65535 bytes at most")
                }
                address.metadata = metadata
            }
            address.updated = now
            customer.billingAddress = address
        }
    }
}
