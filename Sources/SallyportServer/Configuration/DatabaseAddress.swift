import SallyportPostgreSQL

extension DatabaseConfiguration {
    /// A database as the command line names it: `sqlite:PATH` or a path, `postgres://…`, or `env:NAME`, the variable that
    /// holds one of these and is shown in no process list.
    ///
    /// - Parameters:
    ///   - name: the option, for whoever got it wrong.
    ///   - environment: of the process.
    /// - Throws: ``ConfigurationProblem``, without the address: it may hold a password.
    public init(
        address: String, of name: String, environment: [String: String]
    ) throws(ConfigurationProblem) {
        let forms = "Write sqlite:PATH, postgres://user:password@host:5432/name, or env:NAME"
        if let variable = address.without("env:") {
            guard let value = environment[variable], !value.isEmpty, value.without("env:") == nil else {
                throw ConfigurationProblem(
                    name: name, problem: "names a variable that is not set", cure: "Set it to the address of a database"
                )
            }
            try self.init(address: value, of: name, environment: [:])
        } else if address.hasPrefix("postgres://") || address.hasPrefix("postgresql://") {
            let configuration = PostgreSQLConfiguration(parameters: ["dbname": address])
            if let problem = configuration.problem {
                throw ConfigurationProblem(name: name, problem: problem, cure: forms)
            }
            self = .postgreSQL(configuration)
        } else {
            let path = address.without("sqlite:") ?? address
            guard !path.isEmpty, !path.contains("://") else {
                throw ConfigurationProblem(name: name, problem: "is no address of a database", cure: forms)
            }
            self = .sqlite(path: path)
        }
    }
}

extension String {
    fileprivate func without(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
