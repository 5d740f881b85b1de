extension Migrations {
    /// What the administration API needs: permissions numbered as in Directus, with their rules and presets; what was done
    /// to which item; and who holds a policy, in an order (Directus spec sections 10.5 and 10.7).
    static let administrationStep = Step(number: 3, name: "administration") { dialect in
        [
            """
            CREATE TABLE numbered_permissions (
                id \(dialect.identity), policy TEXT NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
                collection TEXT NOT NULL, action TEXT NOT NULL, filter TEXT, validation TEXT, presets TEXT, fields TEXT)
            """,
            """
            INSERT INTO numbered_permissions (policy, collection, action, filter, fields)
            SELECT policy, collection, action, filter, fields FROM permissions ORDER BY id
            """,
            "DROP TABLE permissions",
            "ALTER TABLE numbered_permissions RENAME TO permissions",
            "CREATE INDEX permissions_policy ON permissions (policy)",
            "ALTER TABLE access ADD COLUMN sort BIGINT",
            "CREATE INDEX access_policy ON access (policy)",
            "ALTER TABLE activity ADD COLUMN collection TEXT NOT NULL DEFAULT 'directus_users'",
            "ALTER TABLE activity ADD COLUMN item TEXT NOT NULL DEFAULT ''",
            "UPDATE activity SET item = COALESCE(account, '')",
        ] + dialect.permissionAnnouncement
    }
}
