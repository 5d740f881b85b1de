import HTTPTypes
import SallyportCore

/// `/utils` (Directus spec section 2.8; D15).
enum UtilityOperations {
    private static let tag = "Utilities"
    private static let string: JSON = [
        "type": "string", "minLength": 1, "maxLength": .integer(Int64(HashTexts.maximumLength)),
    ]

    static let all: [Operation] = [
        Operation(
            method: .post, path: "/utils/hash/generate", id: "generateHash", tag: tag, summary: "Hash a text",
            body: Schema.object(["string": string], required: ["string"]),
            answers: [.data(Schema.text, "The hash as a PHC string.")], refusals: [], credential: .needed),
        Operation(
            method: .post, path: "/utils/hash/verify", id: "verifyHash", tag: tag,
            summary: "Whether a hash is a text's",
            body: Schema.object(
                ["string": string, "hash": ["type": "string", "minLength": 1]], required: ["string", "hash"]),
            answers: [.data(Schema.flag)], refusals: [], credential: .needed),
        Operation(
            method: .get, path: "/utils/random/string", id: "randomString", tag: tag, summary: "A random text",
            parameters: [
                QueryDescription.parameter(
                    "length", ["type": "integer", "minimum": 1, "maximum": 500, "default": 32],
                    "How many characters of base64url.")
            ],
            answers: [.data(Schema.text)], refusals: [.invalidQuery]),
    ]
}
