import HTTPTypes
import SallyportCore

/// `/users/me` (Directus spec section 2.1).
enum OwnAccountOperations {
    private static let user = Schema.reference(ItemCollection.users.schemaName)
    private static let tag = ItemCollection.users.schemaName
    private static let query = QueryDescription(collection: .users).ofOne

    static let all: [Operation] = [
        Operation(
            method: .get, path: "/users/me", id: "readMe", tag: tag, summary: "Read one's own account",
            parameters: query,
            answers: [.data(user, "The account; its id alone, if more was asked for than may be seen.")],
            refusals: [.invalidQuery, .forbidden], credential: .needed),
        Operation(
            method: .patch, path: "/users/me", id: "updateMe", tag: tag, summary: "Change one's own account",
            parameters: query, body: user, requiresBody: false, answers: [.data(user)],
            refusals: [
                .invalidQuery, .forbidden, .failedValidation, .recordNotUnique, .valueTooLong, .valueOutOfRange,
                .notNullViolation, .invalidForeignKey, .unprocessableContent,
            ], credential: .needed),
        Operation(
            method: .patch, path: "/users/me/track/page", id: "trackPage", tag: tag,
            summary: "Note the page that is open",
            body: Schema.object(
                ["last_page": ["type": "string", "minLength": 1, "maxLength": 255]], required: ["last_page"]),
            answers: [.nothing("It is noted.")], refusals: [.valueTooLong], credential: .needed),
    ]
}
