/// How a change in one node reaches the others: a trigger announces it with the commit, whoever made it, the command line
/// and a hand at the database included. The listener is `PostgreSQLListener`.
enum Announcements {
    /// For PostgreSQL. The channel is `sallyport`, the text `<schema> session <id>`, `<schema> account <id>` or
    /// `<schema> everything`.
    static let postgreSQL = [
        """
        CREATE FUNCTION announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE subject TEXT := '';
        BEGIN
            IF TG_LEVEL = 'ROW' AND TG_OP = 'INSERT' THEN
                subject := ' ' || (to_jsonb(NEW) ->> TG_ARGV[1]);
            ELSIF TG_LEVEL = 'ROW' THEN
                subject := ' ' || (to_jsonb(OLD) ->> TG_ARGV[1]);
            END IF;
            PERFORM pg_notify('sallyport', TG_TABLE_SCHEMA || ' ' || TG_ARGV[0] || subject);
            RETURN NULL;
        END $$
        """,
        trigger(
            "session_ended", on: "sessions", "UPDATE OF revoked_at", "session", "id",
            when: "OLD.revoked_at IS DISTINCT FROM NEW.revoked_at"),
        // What has expired or was revoked is cleaned away silently.
        trigger(
            "session_deleted", on: "sessions", "DELETE", "session", "id", when: "OLD.revoked_at IS NULL"),
        trigger(
            "account_changed", on: "accounts", "UPDATE", "account", "id",
            when: """
                (OLD.status, OLD.role, OLD.password_hash, OLD.email_key, OLD.provider)
                IS DISTINCT FROM (NEW.status, NEW.role, NEW.password_hash, NEW.email_key, NEW.provider)
                """),
        trigger("account_deleted", on: "accounts", "DELETE", "account", "id"),
        trigger("static_token_changed", on: "static_tokens", "INSERT OR UPDATE OR DELETE", "account", "account"),
        everything("access_changed", on: "access"),
        everything("roles_changed", on: "roles"),
        everything("policies_changed", on: "policies"),
        everything("permissions_changed", on: "permissions"),
    ]

    /// Again, for a table of permissions that takes the place of the first one.
    static let permissions = [everything("permissions_changed", on: "permissions")]

    /// For the table that came later. A code that was used changes nothing that anybody believes.
    static let secondFactors = trigger(
        "second_factor_changed", on: "second_factors", "INSERT OR UPDATE OF state OR DELETE", "account", "account")

    private static func trigger(
        _ name: String, on table: String, _ events: String, _ subject: String, _ column: String, when: String? = nil
    ) -> String {
        let condition = when.map { " WHEN (\($0))" } ?? ""
        return """
            CREATE TRIGGER \(name) AFTER \(events) ON \(table) FOR EACH ROW\(condition)
            EXECUTE FUNCTION announce_change('\(subject)', '\(column)')
            """
    }

    private static func everything(_ name: String, on table: String) -> String {
        """
        CREATE TRIGGER \(name) AFTER INSERT OR UPDATE OR DELETE ON \(table) FOR EACH STATEMENT
        EXECUTE FUNCTION announce_change('everything')
        """
    }
}
