import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import SallyportCore

/// What every request to this door passes, in the original's order (Directus spec section 1): CORS, where its token stands,
/// rate limits, who shows it; and on the way back the error envelope and the security headers.
struct Doorway<Context: DirectusContext>: RouterMiddleware {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader
    let addressLimiter: RateLimiter?
    let globalLimiter: RateLimiter?
    private let fixedHeaders: HTTPFields

    init(core: Core, options: DirectusOptions, clients: ClientReader) {
        self.core = core
        self.options = options
        self.clients = clients
        addressLimiter = options.rateLimit.map { core.rateLimits.limiter("address", $0) }
        globalLimiter = options.globalRateLimit.map { core.rateLimits.limiter("global", $0) }
        var headers = SecurityHeaders.fixed
        if let value = options.strictTransportSecurity { headers[.strictTransportSecurity] = value }
        fixedHeaders = headers
    }

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await pass(request, context: context, next: next)
        } catch let error as DirectusError {
            response = answer(error, to: request, context)
        } catch let failure as AuthenticationFailure {
            // A page's; routes translate theirs.
            response = answer(DirectusError(failure), to: request, context)
        } catch let error as any HTTPResponseError {
            // The framework's own: no such route, or an encoding that it cannot read.
            let known: DirectusError =
                switch error.status {
                case .notFound, .methodNotAllowed: .routeNotFound(request.uri.path)
                case .contentTooLarge: .invalidPayload("request entity too large")
                case .badRequest: .invalidPayload("The request can't be read")
                default: .internalServerError
                }
            response = answer(known, to: request, context)
        } catch let error as HTTPParserError {
            // The framework answers and closes.
            throw error
        } catch {
            // Nearly always a client that hung up in the middle of its body. Its type is told, what it says may be a secret.
            context.logger.info(
                "A request could not be answered.",
                metadata: ["path": "\(request.uri.path)", "error": "\(type(of: error))"])
            response = answer(.internalServerError, to: request, context)
        }
        for field in fixedHeaders { response.headers.append(field) }
        options.cors?.decorate(&response, for: request)
        return response
    }

    private func pass(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if request.method == .options, let cors = options.cors, cors.origin != .none { return cors.preflight() }
        let path = request.uri.path
        let looksAfterItself = Self.looksAfterItself(path)
        // Two tokens are one too many wherever they are shown, but only a query can make them two.
        let credential =
            looksAfterItself && request.uri.query == nil
            ? nil : try Credential.of(request, sessionCookie: options.sessionCookie.name)
        if Self.isPage(path) { return try await next(request, context) }
        try limit(request, context)
        guard let credential, !looksAfterItself else { return try await next(request, context) }
        var context = context
        let identity = try await identity(credential, request, context)
        if identity.owesSecondFactor, !Self.isOpenWithoutSecondFactor(request) {
            throw DirectusError.forbidden("Two-factor authentication has to be set up first")
        }
        context.identity = identity
        return try await next(request, context)
    }

    /// The Studio's pages and `robots.txt` need no token and count for no limit.
    private static func isPage(_ path: String) -> Bool {
        path == "/" || path == "/robots.txt" || path == "/admin" || path.hasPrefix("/admin/")
    }

    /// Ping answers whoever asks. Sign-in, refresh and sign-out look only at the credentials that they need (D3).
    private static func looksAfterItself(_ path: String) -> Bool {
        path.hasPrefix("/server/ping") || path.hasPrefix("/auth/login") || path.hasPrefix("/auth/refresh")
            || path.hasPrefix("/auth/logout")
    }

    /// D16: its set-up, a look at oneself, and what an app needs to know to lead there.
    private static func isOpenWithoutSecondFactor(_ request: Request) -> Bool {
        let path = request.uri.path
        if path == "/users/me" { return [.get, .head].contains(request.method) && asksForOwnFields(request) }
        return path.hasPrefix("/users/me/tfa/") || path == "/policies/me/globals" || path == "/auth"
            || path.hasPrefix("/auth/") || path.hasPrefix("/server/")
    }

    /// Whether a query keeps to one's own account: a point in a field's name leads to other rows.
    private static func asksForOwnFields(_ request: Request) -> Bool {
        request.uri.queryParameters.allSatisfy { name, value in
            name == "access_token" || (name == "fields" || name.hasPrefix("fields[")) && !value.contains(".")
        }
    }

    private func limit(_ request: Request, _ context: Context) throws {
        guard addressLimiter != nil || globalLimiter != nil else { return }
        let now = core.clock()
        do throws(RateLimiter.Refusal) {
            try globalLimiter?.take("", at: now)
            if let addressLimiter, let address = clients.client(of: request, context).address {
                try addressLimiter.take(address.network, at: now)
            }
        } catch { throw DirectusError.requestsExceeded(error, at: now) }
    }

    private func identity(_ credential: Credential, _ request: Request, _ context: Context) async throws -> Identity {
        do throws(AuthenticationFailure) {
            return try await core.authenticate(
                credential.text, realm: .team, client: clients.client(of: request, context))
        } catch {
            var refusal = DirectusError(error)
            switch error {
            // A cookie that will never be good again is forgotten; a late one of a living session is not (design section 5).
            case .invalidCredentials, .invalidToken:
                if credential.source == .cookie { refusal.cleared = options.sessionCookie }
            case .oneTimePasswordMissing, .oneTimePasswordWrong, .throttled, .superseded, .tokenExpired, .suspended,
                .overloaded, .late, .unavailable:
                break
            }
            throw refusal
        }
    }

    private func answer(_ error: DirectusError, to request: Request, _ context: Context) -> Response {
        if error.status.kind == .serverError, error.status != .internalServerError {
            context.logger.error(
                "A request failed.",
                metadata: [
                    "method": "\(request.method)", "path": "\(request.uri.path)", "code": "\(error.code.rawValue)",
                    "detail": "\(error.detail ?? error.message)",
                ])
        }
        let response = Response(error)
        return request.method == .head ? response.createHeadResponse() : response
    }
}
