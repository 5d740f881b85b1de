public import OrderedJSON

extension RESTCommand where Output == JSON {
    /// `GET /roles/me`: the roles of the account that is signed in.
    public static func readRolesMe(_ query: Query = Query()) -> Self {
        RESTCommand("GET", "/roles/me", query: query)
    }
}

extension RESTCommand where Output == JSON {
    /// `GET /roles`: the roles that fit the query.
    public static func readRoles(_ query: Query = Query()) -> Self {
        roles.read(query)
    }

    /// `GET /roles/<id>`: one role.
    public static func readRole(_ id: some PrimaryKey, _ query: Query = Query()) -> Self {
        roles.read(id, query)
    }

    /// `POST /roles`: a new role.
    public static func createRole(_ item: some Encodable, _ query: Query = Query()) -> Self {
        roles.create(item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createRole(_ item: JSON, _ query: Query = Query()) -> Self {
        roles.create(item, query)
    }

    /// `POST /roles` with an array: new roles.
    public static func createRoles(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        roles.create(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createRoles(_ items: [JSON], _ query: Query = Query()) -> Self {
        roles.create(items, query)
    }

    /// `PATCH /roles/<id>`: changes one role.
    public static func updateRole(
        _ id: some PrimaryKey, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        roles.update(id, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateRole(
        _ id: some PrimaryKey, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        roles.update(id, item, query)
    }

    /// `PATCH /roles` with keys: changes these roles, all alike.
    public static func updateRoles(
        _ keys: [some PrimaryKey], _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        roles.update(keys, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateRoles(
        _ keys: [some PrimaryKey], _ item: JSON, _ query: Query = Query()
    ) -> Self {
        roles.update(keys, item, query)
    }

    /// `PATCH /roles` with an array: changes each role by its own values; each must hold its id.
    public static func updateRolesBatch(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        roles.patch(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateRolesBatch(_ items: [JSON], _ query: Query = Query()) -> Self {
        roles.patch(items, query)
    }
}

extension RESTCommand where Output == Void {
    /// `DELETE /roles/<id>`.
    public static func deleteRole(_ id: some PrimaryKey) -> Self {
        roles.delete(id)
    }

    /// `DELETE /roles` with keys.
    public static func deleteRoles(_ keys: [some PrimaryKey]) -> Self {
        roles.delete(keys, wrapped: false)
    }
}

private let roles = CollectionCommands(path: "/roles")
