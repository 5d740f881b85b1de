/// Where the database is, and how many connections to it this node may have.
public struct PostgreSQLConfiguration: Sendable {
    /// libpq's keywords and values: `host`, `port`, `dbname`, `user`, `password`, `sslmode` …; `dbname` may be a whole
    /// connection string, which the other parameters overrule.
    public var parameters: [String: String]
    /// The schema that the tables are in, which must exist; `nil` for the server's default.
    public var schema: String?
    /// How many connections at most, beside the one that listens.
    public var poolSize: Int
    /// How many of them ``PostgreSQLDatabase/keepConnections()`` keeps open.
    public var leastConnections: Int
    /// How long a transaction may wait for a connection.
    public var patience: Duration
    /// How long to wait for a statement's answer. The server itself ends a statement after ten seconds; a server that
    /// is stopped, or behind a broken network, does not.
    public var answerLimit: Duration

    /// Whether a pooler that shares server connections stands in between, so that nothing can be prepared, set or heard
    /// there for longer than a transaction; `nil`: it is found out.
    public var isPooled: Bool?

    /// A configuration with these parts.
    public init(
        parameters: [String: String], schema: String? = nil, poolSize: Int = 10, leastConnections: Int = 0,
        patience: Duration = .seconds(2), answerLimit: Duration = .seconds(12), isPooled: Bool? = nil
    ) {
        self.parameters = parameters
        self.schema = schema
        self.poolSize = poolSize
        self.leastConnections = leastConnections
        self.patience = patience
        self.answerLimit = answerLimit
        self.isPooled = isPooled
    }

    /// What libpq gets, with time limits, so that a machine that has vanished is noticed.
    ///
    /// - Throws: ``PostgreSQLError`` for a connection string that is none.
    func connectionParameters() throws -> [String: String] {
        var result = [
            "connect_timeout": "5", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "2",
            "tcp_user_timeout": "10000", "application_name": "sallyport",
        ]
        var own = parameters
        if let text = parameters["dbname"], ConnectionString.isOne(text) {
            own["dbname"] = nil
            result.merge(try ConnectionString.parameters(of: text)) { _, last in last }
        }
        result.merge(own) { _, last in last }
        // Not a matter of taste: texts go to and fro as they are.
        result["client_encoding"] = "UTF8"
        if schema?.utf8.contains(0) == true || result.contains(where: { $1.utf8.contains(0) || $0.utf8.contains(0) }) {
            throw PostgreSQLError.unsuitable("a connection parameter contains NUL")
        }
        // Without a user, what was meant as the password is the port, and libpq's error would show it.
        if let port = result["port"], !port.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "," }) {
            throw PostgreSQLError.unsuitable("the port is not a number")
        }
        return result
    }
}

/// The password is not printable.
extension PostgreSQLConfiguration: CustomStringConvertible, CustomReflectable {
    public var description: String { "PostgreSQLConfiguration(poolSize: \(poolSize))" }
    public var customMirror: Mirror { Mirror(self, children: [("poolSize", poolSize)]) }
}
