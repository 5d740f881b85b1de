import HTTPTypes
import Hummingbird

extension DirectusOptions.CORS {
    /// The answer to a preflight, before authentication and limits (spec section 3.3; recording `cookies/preflight`).
    func preflight() -> Response {
        Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: methods, .accessControlAllowHeaders: allowedHeaders,
                .accessControlMaxAge: String(maximumAge),
            ])
    }

    /// Adds the headers that tell a browser who may read the answer, on errors too.
    func decorate(_ response: inout Response, for request: Request) {
        switch origin {
        case .none: return
        case .any: allow(request.headers[.origin], in: &response)
        case .wildcard: response.headers[.accessControlAllowOrigin] = "*"
        case .listed(let origins):
            allow(request.headers[.origin].flatMap { origins.contains($0) ? $0 : nil }, in: &response)
        }
        if allowsCredentials { response.headers[.accessControlAllowCredentials] = "true" }
        if !exposedHeaders.isEmpty { response.headers[.accessControlExposeHeaders] = exposedHeaders }
    }

    private func allow(_ origin: String?, in response: inout Response) {
        if let origin { response.headers[.accessControlAllowOrigin] = origin }
        if response.headers[.vary] == nil { response.headers[.vary] = "Origin" }
    }
}
