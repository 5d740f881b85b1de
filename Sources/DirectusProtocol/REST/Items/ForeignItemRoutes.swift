import HTTPTypes
import Hummingbird
import SallyportCore

/// `/items`: a Directus keeps a project's own collections there, and answers nobody about its system's (Directus spec section
/// 2.1). Here there are none.
struct ForeignItemRoutes: Sendable {
    func add<Context: DirectusContext>(to router: Router<Context>) {
        for path in ["items/:collection", "items/:collection/:id"] {
            let refuse: Router<Context>.Handler = { _, context in
                let name = context.parameters.get("collection") ?? ""
                throw DirectusError(ItemFailure.forbiddenCollection(name, path: "root"))
            }
            let methods: [HTTPRequest.Method] = [.get, .search, .post, .patch, .delete]
            router.route(RouterPath(path), Dictionary(uniqueKeysWithValues: methods.map { ($0, refuse) }))
        }
    }
}
