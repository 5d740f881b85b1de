import HTTPTypes
import SallyportCore

/// One operation of the description: a method of a path, what it takes, what it answers, and how it refuses.
struct Operation {
    var method: HTTPRequest.Method
    /// With parameters in braces: `/users/{id}`.
    var path: String
    /// Its name in the clients that are made of the description.
    var id: String
    var tag: String
    var summary: String
    var parameters: [JSON] = []
    /// The schema of the body.
    var body: JSON?
    var requiresBody = true
    /// The answers but for the refusals.
    var answers: [Answer]
    var refusals: Set<DirectusErrorCode>
    var credential = Credential.welcome

    /// An answer.
    struct Answer {
        var status = HTTPResponse.Status.ok
        var description: String
        /// `nil`: an empty body.
        var schema: JSON?
        var type = "application/json"
        /// What else may stand beside it at the same status.
        var headers: [(name: String, description: String)] = []

        /// `{"data": …}`
        static func data(_ schema: JSON, _ description: String = "What was asked for.") -> Self {
            Answer(description: description, schema: Schema.object(["data": schema], required: ["data"]))
        }

        /// 204.
        static func nothing(_ description: String) -> Self {
            Answer(status: .noContent, description: description)
        }
    }

    /// What becomes of a credential.
    enum Credential {
        /// It is not looked at.
        case ignored
        /// Without one, what everybody may is done.
        case welcome
        /// Without one, nothing is done.
        case needed
    }
}

extension Operation {
    /// Two tokens at once, and too many requests, are refused everywhere; a bad credential wherever one is looked at
    /// (Directus spec sections 3.1 to 3.4).
    private var allRefusals: [DirectusErrorCode] {
        var all = refusals.union([.invalidPayload, .requestsExceeded, .serviceUnavailable])
        if credential != .ignored {
            // D16: whoever owes a second factor is refused nearly everywhere.
            all.formUnion([.invalidCredentials, .tokenExpired, .userSuspended, .invalidToken, .forbidden])
        }
        return DirectusErrorCode.allCases.filter(all.contains)
    }

    /// The operation as OpenAPI has it.
    func json() -> JSON {
        var object: JSON.Object = [
            "operationId": .string(id), "tags": [.string(tag)], "summary": .string(summary),
        ]
        switch credential {
        case .ignored: object.append("security", [])
        case .welcome: break
        case .needed: object.append("security", .array(SecuritySchemes.alternatives))
        }
        if !parameters.isEmpty { object.append("parameters", .array(parameters)) }
        if let body {
            object.append(
                "requestBody",
                ["required": .bool(requiresBody), "content": ["application/json": ["schema": body]]])
        }
        object.append("responses", .object(responses()))
        return .object(object)
    }

    /// How it refuses: one response a status.
    var errorResponses: [ErrorResponse] {
        Dictionary(grouping: allRefusals, by: \.status.code).values.map(ErrorResponse.init)
    }

    private func responses() -> JSON.Object {
        let refused = Dictionary(grouping: allRefusals, by: \.status.code).mapValues(ErrorResponse.init)
        let codes = Set(answers.map(\.status.code)).union(refused.keys).sorted()
        var responses = JSON.Object()
        for code in codes {
            let answers = answers.filter { $0.status.code == code }
            let refusal = refused[code]
            responses.append(
                String(code), answers.isEmpty ? refusal?.reference ?? [:] : Self.response(answers, refusal))
        }
        return responses
    }

    private static func response(_ answers: [Answer], _ refusal: ErrorResponse?) -> JSON {
        var content = JSON.Object()
        for answer in answers {
            if let schema = answer.schema { content.append(answer.type, ["schema": schema]) }
        }
        if let refusal { content.append("application/json", ["schema": refusal.schema]) }
        var object: JSON.Object = ["description": .string(answers.map(\.description).joined(separator: " "))]
        var headers = JSON.Object()
        for header in answers.flatMap(\.headers) {
            headers.append(
                header.name, ["description": .string(header.description), "schema": ["type": "string"]])
        }
        if !headers.members.isEmpty { object.append("headers", .object(headers)) }
        if !content.members.isEmpty { object.append("content", .object(content)) }
        return .object(object)
    }
}
