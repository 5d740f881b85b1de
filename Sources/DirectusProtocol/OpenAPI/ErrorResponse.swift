import SallyportCore

/// How operations refuse with one status: a response that all of them share that refuse with the same codes.
struct ErrorResponse: Hashable {
    /// Of one status, in the order of their declaration.
    let codes: [DirectusErrorCode]

    /// Under which name the description's components have it.
    var name: String { codes.map(\.rawValue).joined(separator: ".") }

    var reference: JSON { ["$ref": .string("#/components/responses/\(name)")] }

    /// The envelope, with these codes.
    var schema: JSON {
        [
            "allOf": [
                Schema.reference("Error"),
                Schema.object([
                    "errors": Schema.array(
                        Schema.object([
                            "extensions": Schema.object([
                                "code": ["type": "string", "enum": .array(codes.map { .string($0.rawValue) })]
                            ])
                        ]))
                ]),
            ]
        ]
    }

    /// The response itself.
    var json: JSON {
        var object: JSON.Object = ["description": .string(codes.map(\.rawValue).joined(separator: ", "))]
        if codes.contains(.requestsExceeded) || codes.contains(.serviceUnavailable) {
            object.append(
                "headers",
                ["Retry-After": ["description": "Seconds to wait.", "schema": ["type": "integer", "minimum": 0]]])
        }
        object.append("content", ["application/json": ["schema": schema]])
        return .object(object)
    }

    /// `{"errors": [{"message", "extensions": {…, "code"}}]}` (Directus spec section 0.2).
    static let envelope = Schema.object(
        [
            "errors": [
                "type": "array", "minItems": 1,
                "items": Schema.object(
                    [
                        "message": Schema.text,
                        "extensions": Schema.object(
                            [
                                "code": [
                                    "type": "string",
                                    "enum": .array(DirectusErrorCode.allCases.map { .string($0.rawValue) }),
                                ],
                                "reason": Schema.text, "collection": Schema.text, "field": Schema.text,
                                "value": Schema.text, "type": Schema.text, "service": Schema.text,
                                "limit": Schema.integer, "reset": Schema.moment,
                            ], required: ["code"]),
                    ], required: ["message", "extensions"]),
            ]
        ], required: ["errors"])
}
