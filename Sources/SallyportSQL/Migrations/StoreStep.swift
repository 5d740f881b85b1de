extension Migrations {
    /// The store's customers, beside their accounts, and the keys of storefronts.
    static let storeStep = Step(number: 7, name: "store") { dialect in
        [
            """
            CREATE TABLE customers (
                account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE, phone TEXT, company_name TEXT,
                metadata TEXT, created BIGINT NOT NULL, updated BIGINT NOT NULL)
            """,
            """
            CREATE TABLE addresses (
                id TEXT PRIMARY KEY, account TEXT NOT NULL UNIQUE REFERENCES customers (account) ON DELETE CASCADE,
                texts TEXT NOT NULL, metadata TEXT, created BIGINT NOT NULL, updated BIGINT NOT NULL)
            """,
            """
            CREATE TABLE publishable_keys (
                token TEXT PRIMARY KEY, title TEXT NOT NULL, created BIGINT NOT NULL, revoked_at BIGINT)
            """,
        ]
    }
}
