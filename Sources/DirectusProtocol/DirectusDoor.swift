public import Hummingbird
public import SallyportCore

/// Directus' door: its routes on a router, each with one call into the core. No rule lives here.
public struct DirectusDoor: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

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
        OwnAccountRoutes(core: core, options: options, clients: clients).add(to: router)
        ServerRoutes(core: core, options: options, clients: clients).add(to: router)
    }
}

extension Router where Context: DirectusContext {
    typealias Handler = @Sendable (Request, Context) async throws -> Response

    /// Adds a path with its methods, and the answer that Express gives to `OPTIONS` without CORS: the methods (recording
    /// `login/cors-preflight`).
    func route(_ path: RouterPath, get: Handler? = nil, post: Handler? = nil, patch: Handler? = nil) {
        var allowed: [String] = []
        if let get {
            self.get(path, use: get)
            allowed += ["GET", "HEAD"]
        }
        if let post {
            self.post(path, use: post)
            allowed.append("POST")
        }
        if let patch {
            self.patch(path, use: patch)
            allowed.append("PATCH")
        }
        let text = allowed.joined(separator: ",")
        on(path, method: .options) { _, _ in
            Response(bytes: Array(text.utf8), type: "text/html; charset=utf-8", headers: [.allow: text])
        }
    }
}
