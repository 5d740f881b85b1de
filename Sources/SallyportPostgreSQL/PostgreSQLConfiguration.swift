/// Where the database is, and how many connections to it this node may have.
public struct PostgreSQLConfiguration: Sendable {
    /// libpq's keywords and values: `host`, `port`, `dbname`, `user`, `password`, `sslmode` …, or `dbname` with a whole
    /// connection string.
    public var parameters: [String: String]
    /// The schema that the tables are in; `nil` for the server's default.
    public var schema: String?
    /// How many connections at most, beside the one that listens.
    public var poolSize: Int
    /// How long a transaction may wait for a connection.
    public var patience: Duration

    /// A configuration with these parts.
    public init(
        parameters: [String: String], schema: String? = nil, poolSize: Int = 10, patience: Duration = .seconds(2)
    ) {
        self.parameters = parameters
        self.schema = schema
        self.poolSize = poolSize
        self.patience = patience
    }

    /// What libpq gets: time limits, so that a machine that has vanished is noticed.
    var connectionParameters: [String: String] {
        [
            "connect_timeout": "5", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "2",
            "tcp_user_timeout": "10000", "application_name": "sallyport", "client_encoding": "UTF8",
        ].merging(parameters) { _, own in own }
    }
}
