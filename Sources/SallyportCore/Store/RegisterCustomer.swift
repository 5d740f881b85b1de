/// Lets strangers make a customer's account for themselves (medusa.md A3.1, B3.1, B4). That the address is taken is told, as
/// Medusa tells it: whoever asks often is limited by the door.
public struct RegisterCustomer: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let identities: IdentityCache
    let lifetimes: StoreLifetimes
    let makeIdentifier: MakeIdentifier

    /// What a stranger gives.
    public struct Request: Sendable {
        /// Compared without regard to case, stored in lower case (M3, M9).
        public var email: EmailAddress
        /// Never empty (M2).
        public var password: Password
        /// What else he tells.
        public var details: CustomerDetails
        /// Who asks.
        public var client: Client

        /// Everything that a registration needs.
        public init(email: EmailAddress, password: Password, details: CustomerDetails = .init(), client: Client) {
            self.email = email
            self.password = password
            self.details = details
            self.client = client
        }
    }

    /// Makes the account and signs it in. In the first interface it is a customer's at once; in the second, that is a step of
    /// its own (``become(_:details:)``).
    ///
    /// - Throws: ``StoreFailure``.
    public func callAsFunction(
        _ request: Request, _ version: StoreCredential.Version
    ) async throws(StoreFailure) -> StoreSession {
        guard request.email.isWellFormed else { throw .invalidEmail }
        try request.details.check()
        let means: OpenStoreSession.Means = version == .first ? .cookie : .token
        do {
            let hash = try await passwords.hash(request.password, as: vault)
            let ids = (makeIdentifier(), makeIdentifier())
            return try await vault.write(.durable) { [lifetimes] transaction in
                let now = try transaction.now
                let account = Account(
                    id: Account.ID(rawValue: CustomerIdentifier.make("cus", at: now, uuid: ids.0)), realm: .store,
                    email: EmailAddress(request.email.key), passwordHash: hash)
                var profile = Profile()
                try transaction.insert(account, profile: profile, at: now)
                if version == .first {
                    var customer = Customer(account: account.id, created: now)
                    try request.details.apply(to: &profile, &customer)
                    try transaction.update(profile, of: account.id)
                    _ = try transaction.insert(customer)
                }
                let lifetime = lifetimes.of(version, means)
                let session = Session(
                    id: Session.ID(rawValue: ids.1), account: account.id, provider: .default, created: now,
                    lastSeen: now, idleExpiry: now + lifetime.idle, absoluteExpiry: lifetime.absolute.map { now + $0 },
                    client: request.client)
                try transaction.insert(session)
                if let network = request.client.network {
                    try transaction.note(network: network, of: account.id, at: now)
                }
                for action in [Activity.Action.create, .login] {
                    try transaction.append(
                        Activity(
                            action, account: account.id, realm: .store, client: request.client,
                            item: Activity.Item(collection: .users, key: account.id.rawValue)), at: now)
                }
                return StoreSession(
                    credential: OpenStoreSession.credential(
                        version, means, of: session, account, isCustomer: version == .first),
                    account: account, device: nil)
            }
        } catch { throw StoreFailure(error) }
    }

    /// Makes a customer of an account that was registered in the second interface.
    ///
    /// - Throws: ``StoreFailure/alreadyCustomer``, and the others.
    public func become(
        _ identity: StoreIdentity, details: CustomerDetails
    ) async throws(StoreFailure) {
        try details.check()
        do {
            try await vault.write(.durable) { transaction in
                let now = try transaction.now
                guard let account = try identity.accountNow(transaction),
                    var profile = try transaction.profile(of: account.id)
                else { throw AuthenticationFailure.invalidCredentials }
                var customer = Customer(account: account.id, created: now)
                try details.apply(to: &profile, &customer)
                guard try transaction.insert(customer) else { throw StoreFailure.alreadyCustomer }
                try transaction.update(profile, of: account.id)
            }
            identities.forget(identity.account.id)
        } catch { throw StoreFailure(error) }
    }
}
