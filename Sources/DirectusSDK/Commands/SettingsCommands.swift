public import OrderedJSON

extension RESTCommand where Output == JSON {
    /// `GET /settings`: the project's settings.
    public static func readSettings(_ query: Query = Query()) -> Self {
        settings.read(query)
    }

    /// `PATCH /settings`: changes the project's settings.
    public static func updateSettings(_ item: some Encodable, _ query: Query = Query()) -> Self {
        settings.patch(item, query)
    }

    /// The same with values as JSON: literals of mixed types, in their order.
    public static func updateSettings(_ item: JSON, _ query: Query = Query()) -> Self {
        settings.patch(item, query)
    }
}

private let settings = CollectionCommands(path: "/settings")
