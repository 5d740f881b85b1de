/// Makes the first account, an administrator, while there is none (Directus spec section 2.7, "First set-up").
public struct SetUp: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let staticTokens: StaticToken
    let makeIdentifier: MakeIdentifier
    let link: SetUpLink

    /// The first administrator.
    public struct Administrator: Sendable {
        /// The address to sign in with.
        public var email: EmailAddress
        /// The password; the policy applies.
        public var password: Password
        /// What to call him.
        public var firstName: String?
        /// What to call him.
        public var lastName: String?
        /// `ADMIN_TOKEN`: a static token, if he gets one.
        public var staticToken: Secret<String>?

        /// An administrator to be made.
        public init(
            email: EmailAddress, password: Password, firstName: String? = nil, lastName: String? = nil,
            staticToken: Secret<String>? = nil
        ) {
            self.email = email
            self.password = password
            self.firstName = firstName
            self.lastName = lastName
            self.staticToken = staticToken
        }
    }

    /// Whether it can still be done.
    public func isOpen() async throws(AuthenticationFailure) -> Bool {
        do {
            let isOpen = try await vault.read { try $0.isEmpty(.team) }
            if !isOpen { link.spend() }
            return isOpen
        } catch { throw AuthenticationFailure(error) }
    }

    /// Makes the administrator for somebody who shows the set-up link's token.
    ///
    /// - Throws: ``AccountFailure/setUpRefused`` if the token is wrong, or there are accounts already.
    public func callAsFunction(
        _ administrator: Administrator, token shown: String, client: Client
    ) async throws(AccountFailure) {
        guard accepts(token: shown), try await callAsFunction(administrator, client: client) else {
            throw .setUpRefused
        }
        link.spend()
    }

    /// Whether that is the token of the set-up link.
    public func accepts(token shown: String) -> Bool {
        link.accepts(shown)
    }

    /// Makes the administrator, with a role and a policy of the name that Directus gives them.
    ///
    /// - Returns: `false` if there are accounts already; then nothing is changed.
    /// - Throws: ``AccountFailure``.
    @discardableResult
    public func callAsFunction(_ administrator: Administrator, client: Client) async throws(AccountFailure) -> Bool {
        guard administrator.email.isWellFormed else { throw .invalidEmail }
        do {
            let policy = try await vault.read { try PasswordPolicy(pattern: $0.settings().passwordPolicy) }
            guard policy.allows(administrator.password) else { throw AccountFailure.weakPassword }
            let hash = try await passwords.hash(administrator.password)
            let token = administrator.staticToken.map { staticTokens.digest($0.reveal()) }
            let ids = (0..<4).map { _ in makeIdentifier() }
            return try await vault.write(.durable) { transaction in
                guard try transaction.isEmpty(.team) else { return false }
                let now = try transaction.now
                // There is no account whose row two nodes could meet at: this one is for that.
                try transaction.set("set_up_at", to: .integer(now.milliseconds))
                let role = try transaction.administratorRole(ids: ids)
                let account = Account(
                    id: Account.ID(rawValue: ids[3]), realm: .team, email: administrator.email, passwordHash: hash,
                    role: role)
                let profile = Profile(firstName: administrator.firstName, lastName: administrator.lastName)
                try transaction.insert(account, profile: profile, at: now)
                if let token { try transaction.setStaticToken(token, of: account.id, at: now) }
                try transaction.append(
                    Activity(
                        .create, account: nil, realm: .team, client: client,
                        item: Activity.Item(collection: .users, key: account.id.rawValue)), at: now)
                return true
            }
        } catch { throw AccountFailure(error, email: administrator.email) }
    }
}

extension VaultTransaction {
    /// The role that has everything, made when it is missing.
    func administratorRole(ids: [String]) throws -> Role.ID {
        if let role = try role(named: SetUp.administratorRoleName) { return role.id }
        let role = Role(id: Role.ID(rawValue: ids[0]), name: SetUp.administratorRoleName, icon: "verified")
        let policy = Policy(
            id: Policy.ID(rawValue: ids[1]), name: SetUp.administratorRoleName, hasAdminAccess: true,
            hasAppAccess: true)
        try insert(role)
        try insert(policy)
        try attach(policy.id, to: .role(role.id), id: ids[2])
        return role.id
    }
}

extension SetUp {
    /// As in Directus.
    public static let administratorRoleName = "Administrator"
}
