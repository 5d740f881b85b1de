import OrderedJSON

/// What can be done with the items of any collection, Directus' own or the project's: one rule for their paths and bodies.
struct CollectionCommands {
    /// Where the collection's items are.
    let path: EndpointPath
    /// What is wrong with the collection's name.
    var problem: DirectusError?

    func read(_ query: Query) -> RESTCommand<JSON> {
        checked(RESTCommand("GET", path, query: query))
    }

    func read(_ key: some PrimaryKey, _ query: Query) -> RESTCommand<JSON> {
        one(key) { RESTCommand("GET", $0, query: query) }
    }

    func create(_ items: some Encodable, _ query: Query) -> RESTCommand<JSON> {
        checked(RESTCommand("POST", path, query: query)).with { () throws(DirectusError) in try JSON(encoding: items) }
    }

    /// One item, or all of an array, each with its own values.
    func patch(_ items: some Encodable, _ query: Query) -> RESTCommand<JSON> {
        checked(RESTCommand("PATCH", path, query: query)).with { () throws(DirectusError) in try JSON(encoding: items) }
    }

    func update(_ key: some PrimaryKey, _ item: some Encodable, _ query: Query) -> RESTCommand<JSON> {
        one(key) { RESTCommand("PATCH", $0, query: query) }
            .with { () throws(DirectusError) in try JSON(encoding: item) }
    }

    func update(_ keys: [some PrimaryKey], _ item: some Encodable, _ query: Query) -> RESTCommand<JSON> {
        checked(RESTCommand("PATCH", path, query: query))
            .requiring(!keys.isEmpty, "Keys cannot be empty")
            .with { () throws(DirectusError) in ["keys": keys.json, "data": try JSON(encoding: item)] }
    }

    func update(where query: Query, _ item: some Encodable, _ answer: Query) -> RESTCommand<JSON> {
        checked(RESTCommand("PATCH", path, query: answer))
            .requiring(!query.isEmpty, "The query cannot be empty: it would change every item")
            .with { () throws(DirectusError) in ["query": query.json, "data": try JSON(encoding: item)] }
    }

    func delete(_ key: some PrimaryKey) -> RESTCommand<Void> {
        one(key) { RESTCommand("DELETE", $0) }
    }

    /// Directus' own collections take the keys alone, the project's an object around them.
    func delete(_ keys: [some PrimaryKey], wrapped: Bool) -> RESTCommand<Void> {
        checked(RESTCommand("DELETE", path, body: wrapped ? ["keys": keys.json] : keys.json))
            .requiring(!keys.isEmpty, "Keys cannot be empty")
    }

    func delete(where query: Query) -> RESTCommand<Void> {
        checked(RESTCommand("DELETE", path, body: ["query": query.json]))
            .requiring(!query.isEmpty, "The query cannot be empty: it would delete every item")
    }

    private func one<Output>(
        _ key: some PrimaryKey, _ command: (EndpointPath) -> RESTCommand<Output>
    ) -> RESTCommand<Output> {
        let segment: EndpointPath = "/\(key.segment)"
        return checked(command(path.appending(segment)), key: key)
    }

    private func checked<Output>(
        _ command: RESTCommand<Output>, key: (any PrimaryKey)? = nil
    ) -> RESTCommand<Output> {
        var command = command
        if key?.segment.isEmpty == true { command.problem = .invalidArgument("Key cannot be empty") }
        command.problem = problem ?? command.problem
        return command
    }
}
