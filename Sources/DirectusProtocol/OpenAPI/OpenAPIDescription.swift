import HTTPTypes
import SallyportCore

/// The description of everything that this door answers, as OpenAPI 3.0 has it (`GET /server/specs/oas`).
///
/// Collections are described by their own model; what is by hand stands in one file a topic. A test compares the operations
/// with the router.
struct OpenAPIDescription {
    let options: DirectusOptions

    private var operations: [Operation] {
        AuthenticationOperations(options: options).all + ServerOperations.all + OwnAccountOperations.all
            + RightsOperations.all + SettingsOperations.all + SessionOperations.all + UtilityOperations.all
            + MailOperations.all + SecondFactorOperations.all + ForeignItemOperations.all
            + DirectusDoor.collections.flatMap { path, collection in
                CollectionOperations(
                    collection: collection, path: path, isWritable: DirectusDoor.isWritable(collection)
                ).all
            }
    }

    /// The document.
    var json: JSON {
        let operations = operations
        return [
            "openapi": "3.0.3",
            "info": [
                "title": "Sallyport",
                "description": """
                What Directus' clients ask of this server. Each path also answers HEAD as GET without the body, and \
                OPTIONS with its methods. What OpenAPI 3.0 has no place for, operations of the method SEARCH, stands in \
                `x-additionalOperations`, where 3.2 has `additionalOperations`.
                """,
                "version": .string(ServerRoutes.wireVersion),
            ],
            "servers": [["url": .string(options.publicURL)]],
            "security": .array([[:]] + SecuritySchemes.alternatives),
            "tags": .array(tags(operations)),
            "paths": .object(paths(operations)),
            "components": components(operations),
        ]
    }

    private func tags(_ operations: [Operation]) -> [JSON] {
        var names: [String] = []
        for operation in operations where !names.contains(operation.tag) { names.append(operation.tag) }
        return names.map { ["name": .string($0)] }
    }

    private func paths(_ operations: [Operation]) -> JSON.Object {
        var order: [String] = []
        var items: [String: [Operation]] = [:]
        for operation in operations {
            if items[operation.path] == nil { order.append(operation.path) }
            items[operation.path, default: []].append(operation)
        }
        var paths = JSON.Object()
        for path in order { paths.append(path, Self.item(items[path] ?? [])) }
        return paths
    }

    private static func item(_ operations: [Operation]) -> JSON {
        var item = JSON.Object()
        var additional = JSON.Object()
        for operation in operations {
            if operation.method == .search {
                additional.append(operation.method.rawValue, operation.json())
            } else {
                item.append(operation.method.rawValue.lowercased(), operation.json())
            }
        }
        if !additional.members.isEmpty { item.append("x-additionalOperations", .object(additional)) }
        return .object(item)
    }

    private func components(_ operations: [Operation]) -> JSON {
        var schemas: JSON.Object = [
            "Error": ErrorResponse.envelope, "Comparison": CollectionSchemas.comparison,
            "RelationChange": CollectionSchemas.relationChange, "Aggregate": QueryDescription.aggregate,
        ]
        var parameters = QueryDescription.shared
        for collection in ItemCollection.allCases {
            let name = collection.schemaName
            let (described, query) = (
                CollectionSchemas(collection: collection), QueryDescription(collection: collection)
            )
            schemas.append(name, described.item)
            schemas.append(name + "Field", described.fieldName)
            schemas.append(name + "Filter", described.filter)
            schemas.append(name + "Query", query.schema)
            parameters = parameters.adding(query.components)
        }
        var responses = JSON.Object()
        for response in Set(operations.flatMap(\.errorResponses)).sorted(by: { $0.name < $1.name }) {
            responses.append(response.name, response.json)
        }
        return [
            "securitySchemes": SecuritySchemes(options: options).json, "schemas": .object(schemas),
            "parameters": .object(parameters), "responses": .object(responses),
        ]
    }
}
