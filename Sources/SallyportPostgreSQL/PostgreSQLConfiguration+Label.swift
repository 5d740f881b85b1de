extension PostgreSQLConfiguration {
    /// What an operator recognises the database by, such as `PostgreSQL db.example.com:5432/sallyport`; no password.
    public var label: String {
        guard let parameters = try? connectionParameters() else { return "PostgreSQL" }
        let port = parameters["port"].map { ":\($0)" } ?? ""
        return "PostgreSQL \(parameters["host"] ?? "on this machine")\(port)/\(parameters["dbname"] ?? "")"
    }

    /// What is wrong with the parameters, without any of their values; `nil` when they can be tried.
    public var problem: String? {
        do {
            _ = try connectionParameters()
            return nil
        } catch let error as PostgreSQLError {
            return error.message
        } catch {
            return "cannot be read"
        }
    }
}
