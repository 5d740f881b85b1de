import HTTPTypes
public import Hummingbird
public import SallyportCore

/// Medusa's door: the routes of both of its interfaces that are about customers, each with one call into the core. No rule
/// lives here.
///
/// The interfaces share `/store/customers…`. Which one a request means: the second, if it shows a token or cookie of it; else
/// the first, unless it shows no credential and a publishable key, and its body has no `password`.
public struct MedusaDoor: Sendable {
    let core: Core
    let options: MedusaOptions

    /// The door onto these flows.
    public init(core: Core, options: MedusaOptions) {
        self.core = core
        self.options = options
    }

    /// Adds the door to a router: before other doors, whose middleware must not see its requests.
    ///
    /// - Parameter client: tells who asks, through the proxies that are trusted.
    public func add<Context: RequestContext>(
        to router: Router<Context>, client: @escaping @Sendable (Request, Context) -> Client
    ) {
        let visitors = Visitors(core: core)
        let limits = StoreLimits(core: core, options: options)
        let group = router.group().add(
            middleware: StoreDoorway<Context>(options: options, limits: limits, client: client))
        let routes = StoreRoutes(group, visitors: visitors)
        SessionRoutes(core: core, options: options, visitors: visitors, limits: limits).add(to: routes, client: client)
        PasswordRoutes(core: core).add(to: routes, client: client)
        IdentityRoutes(core: core, options: options, visitors: visitors, limits: limits).add(to: routes, client: client)
        CustomerRoutes(core: core, options: options, visitors: visitors, limits: limits).add(to: routes, client: client)
        routes.route("store/customers/**")
        routes.route("store/**")
    }
}

/// The group of this door's routes. Each path answers every method: those that it has not, and all that is not there, as the
/// original's framework does.
struct StoreRoutes<Context: RequestContext> {
    typealias Handler = @Sendable (Request, Context) async throws -> Response

    private let group: RouterGroup<Context>
    private let visitors: Visitors

    init(_ group: RouterGroup<Context>, visitors: Visitors) {
        self.group = group
        self.visitors = visitors
    }

    /// Adds a path with its methods.
    func route(_ path: RouterPath, get: Handler? = nil, post: Handler? = nil, delete: Handler? = nil) {
        let handlers: [HTTPRequest.Method: Handler?] = [.get: get, .post: post, .delete: delete]
        for method in [HTTPRequest.Method.get, .post, .delete, .put, .patch] {
            group.on(path, method: method, use: handlers[method].flatMap(\.self) ?? unknown)
        }
        // The doorway answers it.
        group.on(path, method: .options) { _, _ in Response(status: .noContent) }
    }

    /// What is not there: who is not signed in learns no more of a customer's own paths (medusa.md A3).
    private var unknown: Handler {
        { [visitors] request, _ in
            if request.uri.path.hasPrefix("/store/customers/"), try await visitors.visitor(request, .first) == nil {
                throw MedusaError.anonymous
            }
            throw MedusaError.unknownPath(method: request.method.rawValue, path: request.uri.path)
        }
    }
}
