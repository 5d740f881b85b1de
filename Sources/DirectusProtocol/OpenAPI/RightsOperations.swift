import HTTPTypes
import SallyportCore

/// `/roles/me`, `/policies/me/globals`, `/permissions/me` (Directus spec section 2.7).
enum RightsOperations {
    static let all: [Operation] = [
        Operation(
            method: .get, path: "/roles/me", id: "readOwnRoles", tag: ItemCollection.roles.schemaName,
            summary: "The caller's role and all above it", parameters: QueryDescription(collection: .roles).ofOne,
            answers: [.data(Schema.array(Schema.reference(ItemCollection.roles.schemaName)))],
            refusals: [.invalidQuery, .forbidden]),
        Operation(
            method: .get, path: "/policies/me/globals", id: "readOwnPolicyGlobals",
            tag: ItemCollection.policies.schemaName, summary: "What the caller's policies grant everywhere",
            answers: [
                .data(
                    Schema.object(
                        ["app_access": Schema.flag, "admin_access": Schema.flag, "enforce_tfa": Schema.flag],
                        required: ["app_access"]))
            ], refusals: []),
        Operation(
            method: .get, path: "/permissions/me", id: "readOwnPermissions", tag: tag,
            summary: "What the caller may do, by collection and action",
            answers: [
                .data(["type": "object", "additionalProperties": ["type": "object", "additionalProperties": action]])
            ], refusals: []),
        item("/permissions/me/{collection}", "readOwnItemPermissions", []),
        item(
            "/permissions/me/{collection}/{id}", "readOwnItemPermissionsById",
            [QueryDescription.segment("id", Schema.text)]),
    ]

    private static let tag = ItemCollection.permissions.schemaName

    private static let action = Schema.object(
        [
            "access": Schema.words(DescribeRights.Action.Extent.allCases.map(\.rawValue)),
            "fields": Schema.array(Schema.text), "presets": ["type": "object"],
        ], required: ["access"])

    private static func item(_ path: String, _ id: String, _ parameters: [JSON]) -> Operation {
        let known = ItemCollection.allCases.map(\.rawValue)
        let own = Schema.object(
            ["access": Schema.flag, "fields": Schema.array(Schema.text), "presets": ["type": "object"]],
            required: ["access"])
        return Operation(
            method: .get, path: path, id: id, tag: tag,
            summary: "What the caller may do with one item; without a key, with the settings",
            parameters: [QueryDescription.segment("collection", Schema.words(known))] + parameters,
            answers: [
                .data(Schema.object(["update": own, "delete": own, "share": own], required: ["update", "delete"]))
            ], refusals: [.forbidden])
    }
}
