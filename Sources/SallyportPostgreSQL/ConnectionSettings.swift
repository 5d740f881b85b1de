/// What every transaction needs of the server: set once for a connection, or in each transaction behind a pooler.
struct ConnectionSettings {
    /// The schema that the tables are in; `nil` for the server's default.
    var schema: String?

    /// An expression that is true unless the schema does not exist, or is closed to us.
    var schemaIsOpen: String {
        guard let schema else { return "true" }
        return
            "coalesce(has_schema_privilege(to_regnamespace(\(Self.literal(Self.identifier(schema)))), 'USAGE'), false)"
    }

    /// One statement that sets all of it.
    ///
    /// - Parameter isLocal: for the transaction only.
    func statement(isLocal: Bool) -> String {
        let current = "current_setting('synchronous_commit')"
        var settings = [
            ("statement_timeout", "'10000'"), ("lock_timeout", "'5000'"),
            ("idle_in_transaction_session_timeout", "'30000'"),
            // Whatever the server's default: what grants or ends something waits for the disk (design section 4).
            (
                "synchronous_commit",
                "CASE \(current) WHEN 'off' THEN 'on' ELSE \(current) END"
            ),
        ]
        if let schema { settings.append(("search_path", Self.literal(Self.identifier(schema)))) }
        return "SELECT " + settings.map { "set_config('\($0)', \($1), \(isLocal))" }.joined(separator: ", ")
    }

    private static func identifier(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    private static func literal(_ text: String) -> String {
        "E'" + text.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    }
}
