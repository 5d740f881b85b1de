extension Migrations {
    /// Accounts, sessions, keys, access, settings, activity. Names are the field's own (design section 4); times are
    /// milliseconds since 1970.
    static let firstStep = Step(number: 1, name: "accounts and sessions") { dialect in
        [
            """
            CREATE TABLE keys (
                purpose TEXT NOT NULL, id BIGINT NOT NULL, sealed \(dialect.bytes) NOT NULL, created BIGINT NOT NULL,
                PRIMARY KEY (purpose, id))
            """,
            """
            CREATE TABLE roles (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, icon TEXT NOT NULL, description TEXT,
                parent TEXT REFERENCES roles (id))
            """,
            "CREATE INDEX roles_parent ON roles (parent)",
            """
            CREATE TABLE policies (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, icon TEXT NOT NULL, description TEXT, ip_access TEXT,
                enforce_tfa BIGINT NOT NULL, admin_access BIGINT NOT NULL, app_access BIGINT NOT NULL)
            """,
            """
            CREATE TABLE permissions (
                id TEXT PRIMARY KEY, policy TEXT NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
                collection TEXT NOT NULL, action TEXT NOT NULL, filter TEXT, fields TEXT NOT NULL)
            """,
            "CREATE INDEX permissions_policy ON permissions (policy)",
            """
            CREATE TABLE accounts (
                id TEXT PRIMARY KEY, realm TEXT NOT NULL, email TEXT, email_key TEXT, password_hash TEXT,
                status TEXT NOT NULL, role TEXT REFERENCES roles (id), provider TEXT NOT NULL,
                external_identifier TEXT, created BIGINT NOT NULL, last_access BIGINT,
                first_name TEXT, last_name TEXT, last_page TEXT, location TEXT, title TEXT, description TEXT,
                avatar TEXT, language TEXT, appearance TEXT, theme_light TEXT, theme_dark TEXT, text_direction TEXT,
                email_notifications BIGINT, tags TEXT, theme_light_overrides TEXT, theme_dark_overrides TEXT)
            """,
            "CREATE UNIQUE INDEX accounts_email ON accounts (realm, email_key)",
            "CREATE UNIQUE INDEX accounts_external_identifier ON accounts (realm, provider, external_identifier)",
            "CREATE INDEX accounts_role ON accounts (role)",
            """
            CREATE TABLE static_tokens (
                account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
                digest \(dialect.bytes) NOT NULL, created BIGINT NOT NULL)
            """,
            "CREATE UNIQUE INDEX static_tokens_digest ON static_tokens (digest)",
            """
            CREATE TABLE access (
                id TEXT PRIMARY KEY, policy TEXT NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
                role TEXT REFERENCES roles (id) ON DELETE CASCADE,
                account TEXT REFERENCES accounts (id) ON DELETE CASCADE)
            """,
            "CREATE INDEX access_role ON access (role)",
            "CREATE INDEX access_account ON access (account)",
            """
            CREATE TABLE sessions (
                id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
                provider TEXT NOT NULL, counter BIGINT NOT NULL, created BIGINT NOT NULL, last_seen BIGINT NOT NULL,
                rotated_at BIGINT, seen_at BIGINT, idle_expiry BIGINT NOT NULL, absolute_expiry BIGINT,
                ip TEXT, user_agent TEXT, origin TEXT, revoked_at BIGINT)
            """,
            "CREATE INDEX sessions_account ON sessions (account)",
            "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
            """
            CREATE TABLE activity (
                id \(dialect.identity), action TEXT NOT NULL, account TEXT, realm TEXT NOT NULL, at BIGINT NOT NULL,
                ip TEXT, user_agent TEXT, origin TEXT, fields TEXT)
            """,
            "CREATE INDEX activity_account ON activity (account)",
        ]
    }
}
