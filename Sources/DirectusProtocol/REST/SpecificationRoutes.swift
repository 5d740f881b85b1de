import HTTPTypes
import Hummingbird
import SallyportCore

/// `/server/specs/oas`: the description of everything that this door answers, unless `OPENAPI_ENABLED=false` (Directus spec
/// section 2.8).
struct SpecificationRoutes: Sendable {
    let options: DirectusOptions
    /// It never changes, so it is written once, when it is first asked for.
    private let document = Remembered()

    init(options: DirectusOptions) {
        self.options = options
    }

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route(
            "server/specs/oas",
            get: { _, _ in
                let bytes = document { OpenAPIDescription(options: options).json.bytes }
                return Response(bytes: bytes, type: Response.jsonType, headers: .routed)
            })
    }
}
