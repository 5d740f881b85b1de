import SallyportCore

/// Tables `accounts` and `static_tokens`.
extension SQLTransaction {
    /// Also read together with a session.
    static var accountColumns: StaticString {
        """
        accounts.id, accounts.realm, accounts.email, accounts.password_hash, accounts.status, accounts.role, \
        accounts.provider, accounts.external_identifier, accounts.last_access, \
        EXISTS (SELECT 1 FROM static_tokens WHERE static_tokens.account = accounts.id), \
        EXISTS (
            SELECT 1 FROM second_factors WHERE second_factors.account = accounts.id AND second_factors.state = 'live')
        """
    }

    private static var profileColumns: StaticString {
        """
        first_name, last_name, last_page, location, title, description, avatar, language, appearance, theme_light, \
        theme_dark, text_direction, email_notifications, tags, theme_light_overrides, theme_dark_overrides
        """
    }

    func readAccount(_ row: inout RowReader) throws -> Account {
        var account = Account(id: try row.identifier(), realm: try row.coded())
        account.email = try row.optionalText().map(EmailAddress.init)
        account.passwordHash = try row.optionalText().map(PasswordHash.init(encoded:))
        account.status = try row.coded()
        account.role = try row.optionalIdentifier()
        account.provider = try row.coded()
        account.externalIdentifier = try row.optionalText()
        account.lastAccess = try row.optionalMoment()
        account.hasStaticToken = try row.flag()
        account.hasSecondFactor = try row.flag()
        return account
    }

    func account(_ id: Account.ID) throws -> Account? {
        try first("SELECT \(columns: Self.accountColumns) FROM accounts WHERE id = \(id.rawValue)", readAccount)
    }

    func account(_ email: EmailAddress, in realm: Realm) throws -> Account? {
        try first(
            """
            SELECT \(columns: Self.accountColumns) FROM accounts
            WHERE realm = \(realm.rawValue) AND email_key = \(email.key)
            """, readAccount)
    }

    func account(staticToken: StaticToken.Digest) throws -> Account? {
        try first(
            """
            SELECT \(columns: Self.accountColumns) FROM accounts JOIN static_tokens ON static_tokens.account = accounts.id
            WHERE static_tokens.digest = \(staticToken.bytes)
            """, readAccount)
    }

    func accounts(in realm: Realm) throws -> [Account] {
        try all(
            """
            SELECT \(columns: Self.accountColumns) FROM accounts WHERE realm = \(realm.rawValue)
            ORDER BY email_key NULLS FIRST, id
            """, readAccount)
    }

    func isEmpty(_ realm: Realm) throws -> Bool {
        try first("SELECT 1 FROM accounts WHERE realm = \(realm.rawValue) LIMIT 1") { try $0.integer() } == nil
    }

    func profile(of account: Account.ID) throws -> Profile? {
        try first("SELECT \(columns: Self.profileColumns) FROM accounts WHERE id = \(account.rawValue)") { row in
            var profile = Profile()
            profile.firstName = try row.optionalText()
            profile.lastName = try row.optionalText()
            profile.lastPage = try row.optionalText()
            profile.location = try row.optionalText()
            profile.title = try row.optionalText()
            profile.description = try row.optionalText()
            profile.avatar = try row.optionalText()
            profile.language = try row.optionalText()
            profile.appearance = try row.optionalText()
            profile.themeLight = try row.optionalText()
            profile.themeDark = try row.optionalText()
            profile.textDirection = try row.optionalText()
            profile.emailNotifications = try row.optionalFlag()
            profile.tags = try row.optionalText()
            profile.themeLightOverrides = try row.optionalText()
            profile.themeDarkOverrides = try row.optionalText()
            return profile
        }
    }

    func insert(_ account: Account, profile: Profile, at now: Timestamp) throws {
        try uniquely(.email) {
            try sql.execute(
                """
                INSERT INTO accounts (
                    id, realm, email, email_key, password_hash, status, role, provider, external_identifier, created)
                VALUES (
                    \(account.id.rawValue), \(account.realm.rawValue), \(account.email?.text), \(account.email?.key),
                    \(account.passwordHash?.encoded), \(account.status.rawValue), \(account.role?.rawValue),
                    \(account.provider.rawValue), \(account.externalIdentifier), \(now.milliseconds))
                """)
        }
        try update(profile, of: account.id)
    }

    func noteSignIn(_ account: Account, rehashed: PasswordHash?, at now: Timestamp) throws -> Bool {
        let changed = try sql.execute(
            """
            UPDATE accounts
            SET last_access = \(now.milliseconds), password_hash = COALESCE(\(rehashed?.encoded), password_hash)
            WHERE id = \(account.id.rawValue) AND status = \(Account.Status.active.rawValue)
                AND password_hash = \(account.passwordHash?.encoded)
            """)
        return changed == 1
    }

    func noteAccess(_ account: Account.ID, at now: Timestamp) throws {
        // Once a second is enough: an account's sessions that refresh at once would queue for its row.
        try sql.execute(
            """
            UPDATE accounts SET last_access = \(now.milliseconds)
            WHERE id = \(account.rawValue)
                AND (last_access IS NULL OR last_access NOT BETWEEN \(now.milliseconds - 999) AND \(now.milliseconds))
            """)
    }

    func update(_ account: Account) throws {
        try uniquely(.email) {
            try sql.execute(
                """
                UPDATE accounts
                SET email = \(account.email?.text), email_key = \(account.email?.key),
                    password_hash = \(account.passwordHash?.encoded), status = \(account.status.rawValue),
                    role = \(account.role?.rawValue), provider = \(account.provider.rawValue),
                    external_identifier = \(account.externalIdentifier)
                WHERE id = \(account.id.rawValue)
                """)
        }
    }

    func update(_ profile: Profile, of account: Account.ID) throws {
        try sql.execute(
            """
            UPDATE accounts
            SET first_name = \(profile.firstName), last_name = \(profile.lastName), last_page = \(profile.lastPage),
                location = \(profile.location), title = \(profile.title), description = \(profile.description),
                avatar = \(profile.avatar), language = \(profile.language), appearance = \(profile.appearance),
                theme_light = \(profile.themeLight), theme_dark = \(profile.themeDark),
                text_direction = \(profile.textDirection), email_notifications = \(profile.emailNotifications),
                tags = \(profile.tags), theme_light_overrides = \(profile.themeLightOverrides),
                theme_dark_overrides = \(profile.themeDarkOverrides)
            WHERE id = \(account.rawValue)
            """)
    }

    func setStaticToken(_ digest: StaticToken.Digest?, of account: Account.ID, at now: Timestamp) throws {
        guard let digest else {
            try sql.execute("DELETE FROM static_tokens WHERE account = \(account.rawValue)")
            return
        }
        try uniquely(.token) {
            try sql.execute(
                """
                INSERT INTO static_tokens (account, digest, created)
                VALUES (\(account.rawValue), \(digest.bytes), \(now.milliseconds))
                ON CONFLICT (account) DO UPDATE SET digest = excluded.digest, created = excluded.created
                """)
        }
    }

    func delete(_ account: Account.ID) throws {
        try sql.execute("DELETE FROM accounts WHERE id = \(account.rawValue)")
    }

    /// Translates what a unique index refuses.
    private func uniquely(_ field: AccountField, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let violation as SQLConstraintViolation {
            let (detail, isKey) = (
                violation.detail, ["accounts.id", "accounts_pkey"].contains(where: violation.detail.hasSuffix)
            )
            let isIdentifier = detail.contains("external_identifier")
            throw UniquenessViolation(field: isIdentifier ? .externalIdentifier : isKey ? .id : field)
        }
    }
}
