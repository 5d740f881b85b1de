public import OrderedJSON

extension RESTCommand where Output == JSON {
    /// `GET /users/me`: the account that is signed in.
    public static func readMe(_ query: Query = Query()) -> Self {
        RESTCommand("GET", "/users/me", query: query)
    }

    /// `PATCH /users/me`: changes the account that is signed in.
    public static func updateMe(_ item: some Encodable, _ query: Query = Query()) -> Self {
        RESTCommand("PATCH", "/users/me", query: query).with { () throws(DirectusError) in try JSON(encoding: item) }
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateMe(_ item: JSON, _ query: Query = Query()) -> Self {
        RESTCommand("PATCH", "/users/me", query: query).with { () throws(DirectusError) in try JSON(encoding: item) }
    }
}

extension RESTCommand where Output == JSON {
    /// `GET /users`: the users that fit the query.
    public static func readUsers(_ query: Query = Query()) -> Self {
        users.read(query)
    }

    /// `GET /users/<id>`: one user.
    public static func readUser(_ id: some PrimaryKey, _ query: Query = Query()) -> Self {
        users.read(id, query)
    }

    /// `POST /users`: a new user.
    public static func createUser(_ item: some Encodable, _ query: Query = Query()) -> Self {
        users.create(item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createUser(_ item: JSON, _ query: Query = Query()) -> Self {
        users.create(item, query)
    }

    /// `POST /users` with an array: new users.
    public static func createUsers(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        users.create(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createUsers(_ items: [JSON], _ query: Query = Query()) -> Self {
        users.create(items, query)
    }

    /// `PATCH /users/<id>`: changes one user.
    public static func updateUser(
        _ id: some PrimaryKey, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        users.update(id, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateUser(
        _ id: some PrimaryKey, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        users.update(id, item, query)
    }

    /// `PATCH /users` with keys: changes these users, all alike.
    public static func updateUsers(
        _ keys: [some PrimaryKey], _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        users.update(keys, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateUsers(
        _ keys: [some PrimaryKey], _ item: JSON, _ query: Query = Query()
    ) -> Self {
        users.update(keys, item, query)
    }

    /// `PATCH /users` with an array: changes each user by its own values; each must hold its id.
    public static func updateUsersBatch(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        users.patch(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateUsersBatch(_ items: [JSON], _ query: Query = Query()) -> Self {
        users.patch(items, query)
    }
}

extension RESTCommand where Output == Void {
    /// `DELETE /users/<id>`.
    public static func deleteUser(_ id: some PrimaryKey) -> Self {
        users.delete(id)
    }

    /// `DELETE /users` with keys.
    public static func deleteUsers(_ keys: [some PrimaryKey]) -> Self {
        users.delete(keys, wrapped: false)
    }
}

private let users = CollectionCommands(path: "/users")
