import SallyportCore

/// Table `settings`: one row a setting, its value as JSON text.
extension SQLTransaction {
    func settings() throws -> Settings {
        let values = try all("SELECT name, value FROM settings") { row in
            (name: try row.text(), value: try JSON(parsing: try row.text().utf8))
        }
        return Settings(Dictionary(values.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }))
    }

    func set(_ name: String, to value: JSON) throws {
        try sql.execute(
            """
            INSERT INTO settings (name, value) VALUES (\(name), \(value.text))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }
}
