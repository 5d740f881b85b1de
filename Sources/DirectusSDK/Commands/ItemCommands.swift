public import OrderedJSON

// Values to write are anything `Encodable`: a type of yours, a dictionary, or a ``JSON`` value, which keeps its order:
// `.createItem("articles", ["title": "Hello", "views": 1] as JSON)`.

extension RESTCommand where Output == JSON {
    /// `GET /items/<collection>`: the items that fit the query.
    public static func readItems(_ collection: String, _ query: Query = Query()) -> Self {
        items(collection, #function).read(query)
    }

    /// `GET /items/<collection>/<key>`: one item.
    public static func readItem(_ collection: String, _ key: some PrimaryKey, _ query: Query = Query()) -> Self {
        items(collection, #function).read(key, query)
    }

    /// `GET /items/<collection>`: the one item of a singleton.
    public static func readSingleton(_ collection: String, _ query: Query = Query()) -> Self {
        items(collection, #function).read(query)
    }

    /// `POST /items/<collection>`: a new item; the query says what of it to answer.
    public static func createItem(
        _ collection: String, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).create(item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createItem(
        _ collection: String, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).create(item, query)
    }

    /// `POST /items/<collection>`: new items.
    public static func createItems(
        _ collection: String, _ items: [some Encodable], _ query: Query = Query()
    ) -> Self {
        self.items(collection, #function).create(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func createItems(
        _ collection: String, _ items: [JSON], _ query: Query = Query()
    ) -> Self {
        self.items(collection, #function).create(items, query)
    }

    /// `PATCH /items/<collection>/<key>`: changes one item.
    public static func updateItem(
        _ collection: String, _ key: some PrimaryKey, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).update(key, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateItem(
        _ collection: String, _ key: some PrimaryKey, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).update(key, item, query)
    }

    /// `PATCH /items/<collection>` with keys: changes these items, all alike.
    public static func updateItems(
        _ collection: String, _ keys: [some PrimaryKey], _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).update(keys, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateItems(
        _ collection: String, _ keys: [some PrimaryKey], _ item: JSON, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).update(keys, item, query)
    }

    /// `PATCH /items/<collection>` with a query: changes the items that fit it, all alike.
    public static func updateItems(
        _ collection: String, where condition: Query, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).update(where: condition, item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateItems(
        _ collection: String, where condition: Query, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).update(where: condition, item, query)
    }

    /// `PATCH /items/<collection>` with an array: changes each item by its own values; each must hold its key.
    public static func updateItemsBatch(
        _ collection: String, _ items: [some Encodable], _ query: Query = Query()
    ) -> Self {
        self.items(collection, #function).patch(items, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateItemsBatch(
        _ collection: String, _ items: [JSON], _ query: Query = Query()
    ) -> Self {
        self.items(collection, #function).patch(items, query)
    }

    /// `PATCH /items/<collection>`: changes the one item of a singleton.
    public static func updateSingleton(
        _ collection: String, _ item: some Encodable, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).patch(item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateSingleton(
        _ collection: String, _ item: JSON, _ query: Query = Query()
    ) -> Self {
        items(collection, #function).patch(item, query)
    }

    /// `GET /items/<collection>`: counts, sums and the like, for Directus' own collections too (`directus_users`).
    public static func aggregate(
        _ collection: String, _ aggregate: [Aggregation], groupBy: [String] = [], query: Query = Query()
    ) -> Self {
        var query = query
        query.aggregate = aggregate
        query.groupBy = groupBy
        let system = "directus_"
        let path: EndpointPath =
            collection.hasPrefix(system)
            ? "/\(String(collection.dropFirst(system.count)))" : "/items/\(collection)"
        return CollectionCommands(path: path, problem: problem(empty: collection)).read(query)
    }
}

extension RESTCommand where Output == Void {
    /// `DELETE /items/<collection>/<key>`.
    public static func deleteItem(_ collection: String, _ key: some PrimaryKey) -> Self {
        items(collection, #function).delete(key)
    }

    /// `DELETE /items/<collection>` with keys.
    public static func deleteItems(_ collection: String, _ keys: [some PrimaryKey]) -> Self {
        items(collection, #function).delete(keys, wrapped: true)
    }

    /// `DELETE /items/<collection>` with a query.
    public static func deleteItems(_ collection: String, where condition: Query) -> Self {
        items(collection, #function).delete(where: condition)
    }
}

extension RESTCommand {
    /// The commands of a collection of the project's; Directus' own have commands of their own (`specs/directus.md` 5.8).
    private static func items(_ collection: String, _ function: String) -> CollectionCommands {
        var problem = problem(empty: collection)
        if collection.hasPrefix("directus_") {
            problem = .invalidArgument("Cannot use \(function.prefix { $0 != "(" }) for core collections")
        }
        return CollectionCommands(path: "/items/\(collection)", problem: problem)
    }

    static func problem(empty collection: String) -> DirectusError? {
        collection.isEmpty ? .invalidArgument("Collection cannot be empty") : nil
    }
}
