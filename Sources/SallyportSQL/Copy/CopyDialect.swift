/// Where the engines' SQL differs in what copying needs.
struct CopyDialect: Sendable {
    /// A query for the columns of the table `$1`: name, and position in the primary key, or 0.
    var columns: String
    /// Stands before `VALUES` where the values of an identity column are given.
    var givenIdentity: String
    /// A query that has an identity column count on after the greatest value in the table, if the engine needs one.
    var continuing: @Sendable (_ table: String, _ column: String) -> String?

    static let sqlite = Self(
        columns: "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid", givenIdentity: "",
        continuing: { _, _ in nil })

    static let postgreSQL = Self(
        columns: """
            SELECT attribute.attname::text, COALESCE(part.position, 0)
            FROM pg_attribute AS attribute LEFT JOIN (
                SELECT indrelid, number, position
                FROM pg_index, unnest(indkey::int2[]) WITH ORDINALITY AS key (number, position)
                WHERE indisprimary) AS part
            ON part.indrelid = attribute.attrelid AND part.number = attribute.attnum
            WHERE attribute.attrelid = to_regclass($1) AND attribute.attnum > 0 AND NOT attribute.attisdropped
            ORDER BY attribute.attnum
            """,
        givenIdentity: "OVERRIDING SYSTEM VALUE",
        continuing: { table, column in
            """
            SELECT setval(pg_get_serial_sequence('\(table)', '\(column)'), max(\(column))) FROM \(table)
            HAVING count(*) > 0
            """
        })
}
