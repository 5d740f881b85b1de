import HTTPTypes
import SallyportCore

/// `/server` (Directus spec section 2.8; set-up: D25).
enum ServerOperations {
    private static let tag = "Server"

    static let all: [Operation] = [
        ping, info, health, setUp,
        Operation(
            method: .get, path: "/server/specs/oas", id: "readOpenApiSpec", tag: tag,
            summary: "This description, the same for everybody",
            answers: [.init(description: "An OpenAPI 3.0 document.", schema: ["type": "object"])], refusals: []),
    ]

    private static let ping = Operation(
        method: .get, path: "/server/ping", id: "ping", tag: tag, summary: "Whether the server answers",
        answers: [.init(description: "It does.", schema: Schema.words(["pong"]), type: "text/html")],
        refusals: [], credential: .ignored)

    private static let info: Operation = {
        let data = Schema.object(
            [
                "project": ["type": "object"], "rateLimit": ["anyOf": [Schema.flag, rate]],
                "rateLimitGlobal": ["anyOf": [Schema.flag, rate]],
                "extensions": ["type": "object"],
                "queryLimit": Schema.object(["default": Schema.integer, "max": Schema.integer]),
                "websocket": Schema.flag, "version": Schema.text, "setupCompleted": Schema.flag,
            ], required: ["project", "setupCompleted"])
        return Operation(
            method: .get, path: "/server/info", id: "serverInfo", tag: tag,
            summary: "The project, and for those with an account the version and the limits",
            answers: [.data(data)], refusals: [])
    }()

    private static let rate = Schema.object(["points": Schema.integer, "duration": Schema.integer])

    private static let health: Operation = {
        let schema = Schema.object(
            [
                "status": Schema.words(["ok", "warn", "error"]), "releaseId": Schema.text, "serviceId": Schema.text,
                "checks": ["type": "object", "additionalProperties": Schema.array(["type": "object"])],
            ], required: ["status"])
        func answer(_ status: HTTPResponse.Status, _ description: String) -> Operation.Answer {
            Operation.Answer(
                status: status, description: description, schema: schema, type: "application/health+json")
        }
        return Operation(
            method: .get, path: "/server/health", id: "serverHealth", tag: tag,
            summary: "Whether the server is well; administrators learn more",
            answers: [answer(.ok, "It is."), answer(.serviceUnavailable, "The database does not answer.")],
            refusals: [])
    }()

    private static let setUp: Operation = {
        let administrator = Schema.object(
            [
                "email": Schema.text, "password": ["type": "string", "format": "password"],
                "first_name": Schema.text, "last_name": Schema.text,
            ], required: ["email", "password"])
        return Operation(
            method: .post, path: "/server/setup", id: "setUp", tag: tag,
            summary: "Make the first administrator, with the token of the one-time link",
            body: Schema.object(["admin": administrator, "token": Schema.text], required: ["admin", "token"]),
            answers: [.nothing("There is an administrator now.")],
            refusals: [.forbidden, .failedValidation, .recordNotUnique, .valueTooLong])
    }()
}
