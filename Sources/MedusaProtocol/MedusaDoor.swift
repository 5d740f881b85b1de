import HTTPTypes
public import Hummingbird
public import SallyportCore

/// Medusa's door: the routes of both of its interfaces that are about customers, each with one call into the core. No rule
/// lives here.
///
/// The interfaces share `/store/customers…`. Which one a request means: that of the token or cookie that it shows; without one,
/// the first if its body has a `password`, or if it shows no publishable key; else the second.
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
        let group = router.group().add(middleware: StoreDoorway<Context>(options: options))
        let visitors = Visitors(core: core)
        let limits = StoreLimits(core: core, options: options)
        SessionRoutes(core: core, options: options, visitors: visitors, limits: limits).add(to: group, client: client)
        PasswordRoutes(core: core).add(to: group, client: client)
        IdentityRoutes(core: core, options: options, visitors: visitors, limits: limits).add(to: group, client: client)
        CustomerRoutes(core: core, options: options, visitors: visitors, limits: limits).add(to: group, client: client)
        // What is below /store and is not there: who is not signed in learns no more of a customer's own paths.
        for path: RouterPath in ["store/customers/**", "store/**"] {
            for method in [HTTPRequest.Method.get, .post, .delete, .put, .patch] {
                group.on(path, method: method) { request, _ -> Response in
                    if request.uri.path.hasPrefix("/store/customers/"),
                        try await visitors.visitor(request, .first) == nil
                    {
                        throw MedusaError.anonymous
                    }
                    throw MedusaError.unknownPath(method: request.method.rawValue, path: request.uri.path)
                }
            }
        }
    }
}

extension RouterMethods {
    /// Adds a path with its methods, and the preflight that every path answers.
    func route(
        _ path: RouterPath, get: (@Sendable (Request, Context) async throws -> Response)? = nil,
        post: (@Sendable (Request, Context) async throws -> Response)? = nil,
        delete: (@Sendable (Request, Context) async throws -> Response)? = nil
    ) {
        for (method, handler) in [(HTTPRequest.Method.get, get), (.post, post), (.delete, delete)] {
            if let handler { on(path, method: method, use: handler) }
        }
        // The doorway answers it.
        on(path, method: .options) { _, _ in Response(status: .noContent) }
    }
}
