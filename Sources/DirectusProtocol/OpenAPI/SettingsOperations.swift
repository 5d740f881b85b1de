import HTTPTypes
import SallyportCore

/// `/settings` (Directus spec section 10.6).
enum SettingsOperations {
    private static let settings = Schema.reference(ItemCollection.settings.schemaName)
    private static let tag = ItemCollection.settings.schemaName
    private static let query = [QueryDescription.reference(tag + "Fields")]

    static let all: [Operation] = [
        Operation(
            method: .get, path: "/settings", id: "getSettings", tag: tag, summary: "Read the settings",
            parameters: query, answers: [.data(settings)], refusals: [.invalidQuery, .forbidden]),
        Operation(
            method: .patch, path: "/settings", id: "updateSettings", tag: tag, summary: "Change settings",
            parameters: query, body: settings, requiresBody: false,
            answers: [.data(settings), .nothing("It was done, and the caller may not see the outcome.")],
            refusals: [
                .invalidQuery, .forbidden, .failedValidation, .valueTooLong, .valueOutOfRange, .notNullViolation,
                .invalidForeignKey,
            ]),
    ]
}
