import HTTPTypes
public import Hummingbird
public import SallyportCore

/// Directus' door: its routes on a router, each with one call into the core. No rule lives here.
public struct DirectusDoor: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    /// The collections, by the first part of their paths.
    static let collections: [(path: String, collection: ItemCollection)] = [
        ("users", .users), ("roles", .roles), ("policies", .policies), ("access", .access),
        ("permissions", .permissions), ("activity", .activity), ("sessions", .sessions),
    ]

    /// Whether a collection's items can be made and changed.
    static func isWritable(_ collection: ItemCollection) -> Bool {
        ![.activity, .sessions].contains(collection)
    }

    /// The door onto these flows.
    public init(core: Core, options: DirectusOptions) {
        self.core = core
        self.options = options
        clients = ClientReader(options)
    }

    /// Who asks, through the proxies that this door trusts.
    @Sendable
    public func client(of request: Request, _ context: some DirectusContext) -> Client {
        clients.client(of: request, context)
    }

    /// Adds the door to a router: what every request passes, then the routes.
    public func add<Context: DirectusContext>(to router: Router<Context>) {
        router.add(middleware: Doorway<Context>(core: core, options: options, clients: clients))
        AuthenticationRoutes(core: core, options: options, clients: clients).add(to: router)
        PasswordRoutes(core: core, options: options, clients: clients).add(to: router)
        InvitationRoutes(core: core, options: options, clients: clients).add(to: router)
        RegistrationRoutes(core: core, options: options, clients: clients).add(to: router)
        OwnAccountRoutes(core: core, options: options, clients: clients).add(to: router)
        SecondFactorRoutes(core: core, options: options, clients: clients).add(to: router)
        ServerRoutes(core: core, options: options, clients: clients).add(to: router)
        SettingsRoutes(core: core, options: options, clients: clients).add(to: router)
        RightsRoutes(core: core, options: options, clients: clients).add(to: router)
        UtilityRoutes(core: core, options: options).add(to: router)
        SessionRoutes(core: core, clients: clients).add(to: router)
        ForeignItemRoutes().add(to: router)
        for (path, collection) in Self.collections {
            ItemRoutes(
                core: core, options: options, clients: clients, collection: collection, path: path,
                isWritable: Self.isWritable(collection)
            ).add(to: router)
        }
        if options.isDescribed { SpecificationRoutes(options: options).add(to: router) }
    }
}

extension Router where Context: DirectusContext {
    typealias Handler = @Sendable (Request, Context) async throws -> Response

    /// Adds a path with its methods, and the answer that Express gives to `OPTIONS` without CORS: the methods (recording
    /// `login/cors-preflight`).
    func route(_ path: RouterPath, get: Handler? = nil, post: Handler? = nil, patch: Handler? = nil) {
        let handlers: [HTTPRequest.Method: Handler?] = [.get: get, .post: post, .patch: patch]
        route(path, handlers.compactMapValues(\.self))
    }

    /// The same for any methods.
    func route(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        var allowed: [String] = []
        for method in [HTTPRequest.Method.get, .search, .post, .patch, .delete] {
            guard let handler = handlers[method] else { continue }
            on(path, method: method, use: handler)
            allowed += method == .get ? ["GET", "HEAD"] : [method.rawValue]
        }
        let text = allowed.joined(separator: ",")
        on(path, method: .options) { _, _ in
            Response(bytes: Array(text.utf8), type: "text/html; charset=utf-8", headers: [.allow: text])
        }
    }
}
