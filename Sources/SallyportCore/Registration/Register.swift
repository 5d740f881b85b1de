/// Lets strangers make an account for themselves, where the settings allow it (Directus spec section 2.5; D8).
public struct Register: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let mail: MailSettings
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// What a stranger gives.
    public struct Request: Sendable {
        /// The address, of an address' form.
        public var email: EmailAddress
        /// The password; it is good once the address is confirmed.
        public var password: Password
        /// At most 50 characters.
        public var firstName: String?
        /// At most 50 characters.
        public var lastName: String?
        /// Where the link is to lead instead of to our own page.
        public var url: String?
        /// Who asks.
        public var client: Client

        /// Everything that a registration needs.
        public init(
            email: EmailAddress, password: Password, firstName: String? = nil, lastName: String? = nil,
            url: String? = nil, client: Client
        ) {
            self.email = email
            self.password = password
            self.firstName = firstName
            self.lastName = lastName
            self.url = url
            self.client = client
        }
    }

    /// Registers. For an address that has an account already it does the same work, and nothing comes of it: neither answer
    /// nor time tells (security.md 3f.12).
    ///
    /// - Throws: ``MailRequestFailure``, whoever has the address.
    public func callAsFunction(_ request: Request) async throws(MailRequestFailure) {
        if let url = request.url, !mail.links.allows(url, for: .registration) { throw .urlNotListed(url) }
        do {
            let settings = try await vault.read { reading in
                let settings = try reading.settings()
                guard settings["public_registration"] == true else { throw MailRequestFailure.closed }
                guard try Self.filter(settings, admits: request.email, at: reading.now) else {
                    throw MailRequestFailure.closed
                }
                return settings
            }
            // Asked of everybody before anything is looked up: a weak password tells nobody who has an account.
            guard try PasswordPolicy(pattern: settings.passwordPolicy).allows(request.password) else {
                throw AccountFailure.weakPassword
            }
            let profile = try request.profile()
            let hash = try await passwords.hash(request.password)
            do {
                try await write(request, profile, hash, settings)
            } catch is UniquenessViolation {
                // Somebody has just registered the same address: then it is known.
                try await write(request, profile, hash, settings)
            }
        } catch { throw MailRequestFailure(error) }
        signal.raise()
    }

    /// The setting `public_registration_email_filter`, held against the address.
    /// The setting `public_registration_email_filter`, held against the address. Case is of no account in either.
    private static func filter(
        _ settings: Settings, admits email: EmailAddress, at now: Timestamp
    ) throws -> Bool {
        let setting = settings["public_registration_email_filter"]
        guard setting != .null else { return true }
        let parser = FilterParser(variables: Variables(now: now), access: nil)
        return try parser.parse(setting.lowercasedTexts, of: .users)
            .holds(for: try ItemDraft(["email": .string(email.key)], of: .users))
    }

    /// Writes as much for an address that has an account as for a new one: its token is spent from the beginning, and so its
    /// letter is never sent.
    private func write(
        _ request: Request, _ profile: Profile, _ hash: PasswordHash, _ settings: Settings
    ) async throws {
        let (newAccount, newToken, newLetter) = (makeIdentifier(), makeIdentifier(), makeIdentifier())
        let demandsProof = settings["public_registration_verify_email"] != false
        try await vault.write(.durable) { [mail] transaction in
            let now = try transaction.now
            let known = try transaction.account(request.email, in: .team)
            let account: Account
            if let known {
                account = known
                try transaction.append(Self.activity(.registrationRepeated, account, request), at: now)
            } else {
                let role = settings["public_registration_role"].string.map(Role.ID.init(rawValue:))
                account = Account(
                    id: Account.ID(rawValue: newAccount), realm: .team, email: request.email,
                    passwordHash: demandsProof ? nil : hash, status: demandsProof ? .unverified : .active,
                    role: try role.flatMap { try transaction.role($0)?.id })
                try transaction.insert(account, profile: profile, at: now)
                try transaction.append(Self.activity(.create, account, request), at: now)
            }
            guard let address = account.email else { return }
            let waiting = try transaction.goodTokens(.registration, of: account.id, at: now).count
            var token = OneTimeToken(
                id: OneTimeToken.ID(rawValue: newToken), purpose: .registration, account: account.id,
                emailKey: address.key, created: now, expires: now + mail.registrationLifetime,
                registration: OneTimeToken.Registration(
                    passwordHash: hash, firstName: request.firstName, lastName: request.lastName))
            if account.status != .unverified || waiting >= Self.mostWaiting { token.spent = now }
            try transaction.insert(token)
            try transaction.enqueue(
                QueuedLetter(
                    id: QueuedLetter.ID(rawValue: newLetter), kind: .registration, realm: .team, email: address,
                    account: account.id, token: token.id, url: request.url, created: now))
        }
    }

    /// How many registrations of one address may wait to be confirmed. Further ones are answered, and nothing comes of them:
    /// none may end the link of another, which could be the owner's.
    public static let mostWaiting = 20

    private static func activity(_ action: Activity.Action, _ account: Account, _ request: Request) -> Activity {
        Activity(
            action, account: nil, realm: .team, client: request.client,
            item: Activity.Item(collection: .users, key: account.id.rawValue))
    }
}

extension Register.Request {
    /// What the account would tell of itself.
    ///
    /// - Throws: ``AccountFailure``: the address has no address' form or is too long, or a name is.
    fileprivate func profile() throws(AccountFailure) -> Profile {
        var profile = Profile()
        let given: JSON = ["email": .string(email.text), "first_name": JSON(firstName), "last_name": JSON(lastName)]
        do {
            let changes = AccountChanges(try ItemDraft(given, of: .users))
            _ = try changes.email()
            try changes.apply(to: &profile)
        } catch { throw AccountFailure(error) }
        return profile
    }
}

extension JSON {
    /// The value with all its texts in lower case; names of members stay.
    fileprivate var lowercasedTexts: JSON {
        switch self {
        case .string(let text): return .string(text.lowercased())
        case .array(let elements): return .array(elements.map(\.lowercasedTexts))
        case .object(let object):
            return .object(
                object.members.reduce(into: JSON.Object()) { $0.append($1.name, $1.value.lowercasedTexts) })
        default: return self
        }
    }
}
