public import OrderedJSON

extension RESTCommand where Output == JSON {
    /// `GET /policies/me/globals`: what the account that is signed in may do at all: `app_access`, `admin_access`,
    /// `enforce_tfa`.
    public static func readPolicyGlobals() -> Self {
        RESTCommand("GET", "/policies/me/globals")
    }
}

extension RESTCommand where Output == JSON {
    /// `GET /policies`: the policies that fit the query.
    public static func readPolicies(_ query: Query = Query()) -> Self {
        policies.read(query)
    }

    /// `GET /policies/<id>`: one policy.
    public static func readPolicy(_ id: some PrimaryKey, _ query: Query = Query()) -> Self {
        policies.read(id, query)
    }

    /// `POST /policies`: a new policy.
    public static func createPolicy(_ item: some Encodable, _ query: Query = Query()) -> Self {
        policies.create(item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createPolicy(_ item: JSON, _ query: Query = Query()) -> Self {
        policies.create(item, query)
    }

    /// `POST /policies` with an array: new policies.
    public static func createPolicies(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        policies.create(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createPolicies(_ items: [JSON], _ query: Query = Query()) -> Self {
        policies.create(items, query)
    }

    /// `PATCH /policies/<id>`: changes one policy.
    public static func updatePolicy(
        _ id: some PrimaryKey, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        policies.update(id, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updatePolicy(
        _ id: some PrimaryKey, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        policies.update(id, item, query)
    }

    /// `PATCH /policies` with keys: changes these policies, all alike.
    public static func updatePolicies(
        _ keys: [some PrimaryKey], _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        policies.update(keys, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updatePolicies(
        _ keys: [some PrimaryKey], _ item: JSON, _ query: Query = Query()
    ) -> Self {
        policies.update(keys, item, query)
    }

    /// `PATCH /policies` with an array: changes each policy by its own values; each must hold its id.
    public static func updatePoliciesBatch(_ items: [some Encodable], _ query: Query = Query()) -> Self {
        policies.patch(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updatePoliciesBatch(_ items: [JSON], _ query: Query = Query()) -> Self {
        policies.patch(items, query)
    }
}

extension RESTCommand where Output == Void {
    /// `DELETE /policies/<id>`.
    public static func deletePolicy(_ id: some PrimaryKey) -> Self {
        policies.delete(id)
    }

    /// `DELETE /policies` with keys.
    public static func deletePolicies(_ keys: [some PrimaryKey]) -> Self {
        policies.delete(keys, wrapped: false)
    }
}

private let policies = CollectionCommands(path: "/policies")
