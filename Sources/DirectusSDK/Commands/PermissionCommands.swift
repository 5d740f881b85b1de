public import OrderedJSON

extension RESTCommand where Output == JSON {
    /// `GET /permissions/me`: what the account that is signed in may do with which collection.
    public static func readUserPermissions() -> Self {
        RESTCommand("GET", "/permissions/me")
    }

    /// `GET /permissions/me/<collection>`: what the account that is signed in may do with a singleton.
    public static func readItemPermissions(_ collection: String) -> Self {
        own(collection).read(Query())
    }

    /// `GET /permissions/me/<collection>/<key>`: whether the account that is signed in may update, delete and share this
    /// item, and which fields of it it may write.
    public static func readItemPermissions(_ collection: String, _ key: some PrimaryKey) -> Self {
        own(collection).read(key, Query())
    }

    private static func own(_ collection: String) -> CollectionCommands {
        CollectionCommands(path: "/permissions/me/\(collection)", problem: problem(empty: collection))
    }
}

extension RESTCommand where Output == JSON {
    /// `GET /permissions`: the permissions that fit the query.
    public static func readPermissions(_ query: Query = Query()) -> Self {
        permissions.read(query)
    }

    /// `GET /permissions/<id>`: one permission.
    public static func readPermission(_ id: some PrimaryKey, _ query: Query = Query()) -> Self {
        permissions.read(id, query)
    }

    /// `POST /permissions`: a new permission.
    public static func createPermission(_ item: some Encodable, _ query: Query = Query()) -> Self {
        permissions.create(item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createPermission(_ item: JSON, _ query: Query = Query()) -> Self {
        permissions.create(item, query)
    }

    /// `POST /permissions` with an array: new permissions.
    public static func createPermissions(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        permissions.create(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createPermissions(_ items: [JSON], _ query: Query = Query()) -> Self {
        permissions.create(items, query)
    }

    /// `PATCH /permissions/<id>`: changes one permission.
    public static func updatePermission(
        _ id: some PrimaryKey, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        permissions.update(id, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updatePermission(
        _ id: some PrimaryKey, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        permissions.update(id, item, query)
    }

    /// `PATCH /permissions` with keys: changes these permissions, all alike.
    public static func updatePermissions(
        _ keys: [some PrimaryKey], _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        permissions.update(keys, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updatePermissions(
        _ keys: [some PrimaryKey], _ item: JSON, _ query: Query = Query()
    ) -> Self {
        permissions.update(keys, item, query)
    }

    /// `PATCH /permissions` with an array: changes each permission by its own values; each must hold its id.
    public static func updatePermissionsBatch(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        permissions.patch(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updatePermissionsBatch(_ items: [JSON], _ query: Query = Query()) -> Self {
        permissions.patch(items, query)
    }
}

extension RESTCommand where Output == Void {
    /// `DELETE /permissions/<id>`.
    public static func deletePermission(_ id: some PrimaryKey) -> Self {
        permissions.delete(id)
    }

    /// `DELETE /permissions` with keys.
    public static func deletePermissions(_ keys: [some PrimaryKey]) -> Self {
        permissions.delete(keys, wrapped: false)
    }
}

private let permissions = CollectionCommands(path: "/permissions")
