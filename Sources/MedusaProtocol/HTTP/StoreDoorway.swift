import HTTPTypes
import Hummingbird
import Logging
import SallyportCore

/// What every request to this door passes: CORS, and on the way back the error's shape and the security headers.
struct StoreDoorway<Context: RequestContext>: RouterMiddleware {
    let options: MedusaOptions
    let limits: StoreLimits
    let client: @Sendable (Request, Context) -> Client

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if request.method == .options { return options.cors.preflight(request) }
        var response: Response
        do {
            try limits.takeRequest(client(request, context))
            response = try await next(request, context)
        } catch let error as MedusaError {
            if case .json(let status, _, _, let message, _) = error, status.kind == .serverError {
                context.logger.error(
                    "A request failed.", metadata: ["path": "\(request.uri.path)", "detail": "\(message)"])
            }
            response = error.response
        } catch let error as any HTTPResponseError where error.status == .notFound || error.status == .methodNotAllowed
        {
            response = MedusaError.unknownPath(method: request.method.rawValue, path: request.uri.path).response
        } catch {
            // Nearly always a client that hung up in the middle of its body. Its type is told, what it says may be a secret.
            context.logger.info(
                "A request could not be answered.",
                metadata: ["path": "\(request.uri.path)", "error": "\(type(of: error))"])
            response = MedusaError.unknown.response
        }
        options.cors.decorate(&response, for: request)
        if let value = options.strictTransportSecurity { response.headers[.strictTransportSecurity] = value }
        if let nosniff = HTTPField.Name("X-Content-Type-Options") { response.headers[nosniff] = "nosniff" }
        return request.method == .head ? response.createHeadResponse() : response
    }
}
