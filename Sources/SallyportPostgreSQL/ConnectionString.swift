import CPostgreSQL

/// libpq's connection strings: `postgres://user:password@host:port/name?sslmode=require`, or `host=… dbname=…`.
enum ConnectionString {
    /// Whether the text is one, and not the name of a database: as libpq decides it (`recognized_connection_string`).
    static func isOne(_ text: String) -> Bool {
        isAddress(text) || text.contains("=")
    }

    private static func isAddress(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }

    /// The parameters in it.
    ///
    /// - Throws: ``PostgreSQLError``, which does not repeat the text: libpq's own messages show parts of the password.
    static func parameters(of text: String) throws -> [String: String] {
        // A «@» or «/» in a password ends it for libpq, and the rest of the password is a host name then, which the
        // error about it would show.
        if isAddress(text) {
            let beforeQuery = text.prefix { $0 != "?" }
            let authority = beforeQuery.drop { $0 != "/" }.dropFirst(2)
            guard authority.count(where: { $0 == "@" }) <= 1, !authority.drop(while: { $0 != "/" }).contains("@") else {
                throw PostgreSQLError.unsuitable(
                    "in the connection string's user or password is a character that must be percent-encoded")
            }
        }
        guard !text.utf8.contains(0), let options = PQconninfoParse(text, nil) else {
            throw PostgreSQLError.unsuitable(
                """
                the connection string is not of the form postgres://user:password@host:port/name, with all but letters \
                and digits of user and password percent-encoded
                """)
        }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return parameters
    }
}
