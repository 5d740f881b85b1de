public import OrderedJSON

// Who holds which policy: a role, a user, or, with neither, everybody. JavaScript's SDK has the type and no commands.

extension RESTCommand where Output == JSON {
    /// `GET /access`: the assignments that fit the query.
    public static func readAccesses(_ query: Query = Query()) -> Self {
        assignments.read(query)
    }

    /// `GET /access/<id>`: one assignment.
    public static func readAccess(_ id: some PrimaryKey, _ query: Query = Query()) -> Self {
        assignments.read(id, query)
    }

    /// `POST /access`: a new assignment.
    public static func createAccess(_ item: some Encodable, _ query: Query = Query()) -> Self {
        assignments.create(item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createAccess(_ item: JSON, _ query: Query = Query()) -> Self {
        assignments.create(item, query)
    }

    /// `POST /access` with an array: new assignments.
    public static func createAccesses(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        assignments.create(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createAccesses(_ items: [JSON], _ query: Query = Query()) -> Self {
        assignments.create(items, query)
    }

    /// `PATCH /access/<id>`: changes one assignment.
    public static func updateAccess(
        _ id: some PrimaryKey, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        assignments.update(id, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateAccess(
        _ id: some PrimaryKey, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        assignments.update(id, item, query)
    }

    /// `PATCH /access` with keys: changes these assignments, all alike.
    public static func updateAccesses(
        _ keys: [some PrimaryKey], _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        assignments.update(keys, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateAccesses(
        _ keys: [some PrimaryKey], _ item: JSON, _ query: Query = Query()
    ) -> Self {
        assignments.update(keys, item, query)
    }

    /// `PATCH /access` with an array: changes each assignment by its own values; each must hold its id.
    public static func updateAccessesBatch(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        assignments.patch(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateAccessesBatch(_ items: [JSON], _ query: Query = Query()) -> Self {
        assignments.patch(items, query)
    }
}

extension RESTCommand where Output == Void {
    /// `DELETE /access/<id>`.
    public static func deleteAccess(_ id: some PrimaryKey) -> Self {
        assignments.delete(id)
    }

    /// `DELETE /access` with keys.
    public static func deleteAccesses(_ keys: [some PrimaryKey]) -> Self {
        assignments.delete(keys, wrapped: false)
    }
}

private let assignments = CollectionCommands(path: "/access")
