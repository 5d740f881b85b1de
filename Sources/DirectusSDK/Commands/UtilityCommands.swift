import OrderedJSON

extension RESTCommand where Output == String {
    /// `POST /utils/hash/generate`: the text, hashed as passwords are.
    public static func generateHash(_ string: String) -> Self {
        RESTCommand("POST", "/utils/hash/generate", body: ["string": .string(string)]) {
            content throws(DirectusError) in try content.json.decoded(as: String.self)
        }
    }

    /// `GET /utils/random/string`: text by chance; 32 characters unless `length` says how many.
    public static func randomString(length: Int? = nil) -> Self {
        var command = RESTCommand("GET", "/utils/random/string") { content throws(DirectusError) in
            try content.json.decoded(as: String.self)
        }
        if let length { command.parameters = [("length", String(length))] }
        return command
    }
}

extension RESTCommand where Output == Bool {
    /// `POST /utils/hash/verify`: whether the hash is the text's.
    public static func verifyHash(_ string: String, _ hash: String) -> Self {
        RESTCommand("POST", "/utils/hash/verify", body: ["string": .string(string), "hash": .string(hash)]) {
            content throws(DirectusError) in try content.json.decoded(as: Bool.self)
        }
    }
}
