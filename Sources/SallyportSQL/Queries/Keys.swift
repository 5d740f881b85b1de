import SallyportCore

/// Table `keys`.
extension SQLTransaction {
    func wrappedKeys() throws -> [WrappedKey] {
        try all("SELECT id, purpose, sealed FROM keys ORDER BY purpose, id") { row in
            let id = try row.integer()
            guard let small = UInt8(exactly: id) else { throw StorageError("key id \(id) is out of range") }
            return WrappedKey(id: small, purpose: try row.text(), sealed: try row.blob())
        }
    }

    func insert(_ key: WrappedKey, at now: Timestamp) throws {
        try sql.execute(
            """
            INSERT INTO keys (purpose, id, sealed, created)
            VALUES (\(key.purpose), \(Int64(key.id)), \(key.sealed), \(now.milliseconds))
            """)
    }

    func replace(_ key: WrappedKey) throws {
        try sql.execute(
            "UPDATE keys SET sealed = \(key.sealed) WHERE purpose = \(key.purpose) AND id = \(Int64(key.id))")
    }

    func successorTold() throws -> Timestamp? {
        try first("SELECT created FROM keys WHERE purpose = \(SecretHandover.nextPurpose)") { try $0.moment() }
    }

    func handoverBegan() throws -> Timestamp? {
        try first(
            """
            SELECT created FROM keys
            WHERE purpose IN (\(SecretHandover.nextPurpose), \(SecretHandover.previousPurpose))
            ORDER BY created LIMIT 1
            """
        ) { try $0.moment() }
    }

    func deleteSuccessor() throws -> Bool {
        try sql.execute("DELETE FROM keys WHERE purpose = \(SecretHandover.nextPurpose)") > 0
    }

    func deleteHandover(begunUntil moment: Timestamp) throws {
        try sql.execute(
            """
            DELETE FROM keys
            WHERE purpose IN (\(SecretHandover.nextPurpose), \(SecretHandover.previousPurpose))
                AND created <= \(moment.milliseconds)
            """)
    }
}
