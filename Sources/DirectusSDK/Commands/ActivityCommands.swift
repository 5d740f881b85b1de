public import OrderedJSON

extension RESTCommand where Output == JSON {
    /// `GET /activity`: what was done by whom, as far as it fits the query.
    public static func readActivities(_ query: Query = Query()) -> Self {
        activities.read(query)
    }

    /// `GET /activity/<id>`: one entry.
    public static func readActivity(_ id: some PrimaryKey, _ query: Query = Query()) -> Self {
        activities.read(id, query)
    }
}

private let activities = CollectionCommands(path: "/activity")
