import Foundation
import HTTPTypes
import Hummingbird
import SallyportCore

/// `/users/register`: accounts that strangers make for themselves (Directus spec section 2.5; D8).
struct RegistrationRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader
    private let limiter: RateLimiter?

    init(core: Core, options: DirectusOptions, clients: ClientReader) {
        self.core = core
        self.options = options
        self.clients = clients
        limiter = options.registrationRateLimit.map { core.rateLimits.limiter("registration", $0) }
    }

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route(
            "users/register",
            post: { request, context in
                try limit(request, context)
                return try await stalling(options.registrationStall) { try await register(request, context) }
            })
        router.route("users/register/verify-email", get: { request, context in try await confirm(request, context) })
    }

    private func limit(_ request: Request, _ context: some DirectusContext) throws(DirectusError) {
        guard let limiter, let address = clients.client(of: request, context).address else { return }
        let now = core.clock()
        do throws(RateLimiter.Refusal) {
            try limiter.take(address.network, at: now)
        } catch { throw .requestsExceeded(error, at: now) }
    }

    /// `POST /users/register`: 204, whether the address is known or not.
    private func register(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload).bodyFields()
        var registration = Register.Request(
            email: try body.email("email"), password: Password(try body.text("password")),
            client: clients.client(of: request, context))
        registration.url = try body.uri("verification_url")
        registration.firstName = try body.optionalText("first_name")
        registration.lastName = try body.optionalText("last_name")
        try body.refuseOthers(than: ["email", "password", "verification_url", "first_name", "last_name"])
        do throws(MailRequestFailure) {
            try await core.register(registration)
        } catch { throw DirectusError(error, to: "verify registered users") }
        return .nothing()
    }

    /// `GET /users/register/verify-email?token=`. A program's request confirms, as in the original. A browser is shown a page
    /// with a button instead, and a `HEAD` changes nothing: whoever looks at links in mails confirms none (D8).
    private func confirm(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        guard let parameter = request.uri.queryParameters["token"] else { throw DirectusError.invalidToken }
        let token = String(parameter)
        guard !token.isEmpty else { return Self.found("/admin/login") }
        if request.headers[values: .accept].contains(where: { $0.lowercased().contains("text/html") }) {
            // Where our own pages are, below whatever path a proxy gives us.
            let encoded = token.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? ""
            // It holds the token: nobody keeps it.
            return Self.found("../../admin/verify-email?token=\(encoded)", headers: [.cacheControl: "no-store"])
        }
        do throws(OneTimeTokenFailure) {
            if request.method == .head {
                try await core.checkOneTimeToken(
                    token, for: .registration, by: clients.client(of: request, context))
                return Self.found("/admin/login")
            }
            let account = try await core.confirmRegistration(
                token: token, client: clients.client(of: request, context))
            return Self.found("/admin/users/\(account)")
        } catch { throw DirectusError(error) }
    }

    /// RFC 3986 section 2.3, less what no token holds.
    private static let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_"))

    /// Recording `register/verify-ok`.
    private static func found(_ location: String, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = location
        headers[.vary] = "Accept"
        return Response(
            bytes: Array("Found. Redirecting to \(location)".utf8), status: .found,
            type: "text/plain; charset=utf-8", headers: headers)
    }
}
