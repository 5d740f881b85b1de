public import OrderedJSON

// Where an account is signed in. Only Sallyport answers these: Directus has no endpoint for sessions, and JavaScript's SDK
// no commands. A real Directus answers 404 ``DirectusError/Code/routeNotFound``.

extension RESTCommand where Output == JSON {
    /// `GET /sessions`: the sessions that fit the query: one's own, an administrator's everybody's. Sallyport only.
    public static func readSessions(_ query: Query = Query()) -> Self {
        sessions.read(query)
    }

    /// `GET /sessions/<id>`: one session. Sallyport only.
    public static func readSession(_ id: some PrimaryKey, _ query: Query = Query()) -> Self {
        sessions.read(id, query)
    }
}

extension RESTCommand where Output == Void {
    /// `DELETE /sessions/<id>`: ends a session; its tokens are refused from then on. Sallyport only.
    ///
    /// To end the client's own session, use its `logout`, so that it knows.
    public static func endSession(_ id: some PrimaryKey) -> Self {
        sessions.delete(id)
    }

    /// `DELETE /sessions` with keys: ends these sessions. Sallyport only.
    public static func endSessions(_ keys: [some PrimaryKey]) -> Self {
        sessions.delete(keys, wrapped: false)
    }

    /// `DELETE /sessions/others`: signs the account out everywhere but here. Sallyport only.
    public static func endOtherSessions() -> Self {
        RESTCommand("DELETE", "/sessions/others")
    }
}

private let sessions = CollectionCommands(path: "/sessions")
