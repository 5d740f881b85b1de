import HTTPTypes
import Hummingbird
import SallyportCore

/// An error as Medusa shows it (medusa.md A1.5): JSON with `code`, `type` and `message` in this order; or one of two plain
/// texts, where nobody is signed in.
enum MedusaError: Error {
    case json(HTTPResponse.Status, code: String?, type: String?, message: String, retryAfter: Duration?)
    /// Wrong e-mail or password in the first interface: text, with a type.
    case wrongCredentials
    /// Nobody is signed in, in the first interface: text, without a type.
    case anonymous
    /// A path that there is not: the framework's page.
    case unknownPath(method: String, path: String)

    static func invalid(_ message: String) -> Self {
        .json(.badRequest, code: nil, type: "invalid_data", message: message, retryAfter: nil)
    }

    static func notAllowed(_ message: String) -> Self {
        .json(.badRequest, code: nil, type: "not_allowed", message: message, retryAfter: nil)
    }

    static func unauthorized(_ message: String) -> Self {
        .json(.unauthorized, code: nil, type: "unauthorized", message: message, retryAfter: nil)
    }

    static func notFound(_ message: String) -> Self {
        .json(.notFound, code: nil, type: "not_found", message: message, retryAfter: nil)
    }

    static func duplicate(_ message: String) -> Self {
        .json(
            .unprocessableContent, code: "invalid_request_error", type: "duplicate_error", message: message,
            retryAfter: nil)
    }

    /// Nobody is signed in, in the second interface (medusa.md B1.3).
    static let anonymousInSecond = Self.json(
        .unauthorized, code: nil, type: nil, message: "Unauthorized", retryAfter: nil)

    static let unknown = Self.json(
        .internalServerError, code: "unknown_error", type: "unknown_error", message: "An unknown error occurred.",
        retryAfter: nil)

    static func tooMany(_ refusal: RateLimiter.Refusal, at now: Timestamp) -> Self {
        let wait = refusal.reset - now
        return .json(
            .tooManyRequests, code: "too_many_requests", type: "not_allowed",
            message: "Too many requests. Try again later.", retryAfter: wait)
    }

    static func unavailable(_ message: String, retryAfter: Duration?) -> Self {
        .json(
            .serviceUnavailable, code: "api_error", type: "unexpected_state", message: message, retryAfter: retryAfter)
    }
}

extension MedusaError {
    /// - Parameter wrong: what to say of wrong credentials.
    init(_ failure: AuthenticationFailure, wrong: MedusaError) {
        switch failure {
        case .invalidCredentials, .superseded, .invalidToken, .tokenExpired, .suspended, .oneTimePasswordMissing,
            .oneTimePasswordWrong:
            self = wrong
        case .throttled(let refusal, let now): self = .tooMany(refusal, at: now)
        case .overloaded(let wait): self = .unavailable("Too many sign-ins are waiting.", retryAfter: wait)
        case .late: self = .unavailable("The request was held up for too long.", retryAfter: .seconds(1))
        case .unavailable: self = .unavailable("The database can't be reached.", retryAfter: nil)
        }
    }

    init(_ failure: StoreFailure, wrong: MedusaError = .anonymous) {
        switch failure {
        case .emailTaken:
            self = .duplicate("A customer with the given email already has an account. Log in instead")
        case .invalidEmail: self = .invalid("email must be an email")
        case .weakPassword: self = .invalid("password is empty, or does not satisfy the password policy")
        case .alreadyCustomer: self = .duplicate("Customer with this email already has an account")
        case .noCustomer(let id): self = .notFound("Customer with id: \(id) was not found")
        case .noAddress(let id): self = .notFound("Address with id \(id) was not found")
        case .invalid(let message): self = .invalid(message)
        case .authentication(let failure): self.init(failure, wrong: wrong)
        }
    }

    /// The answer.
    var response: Response {
        switch self {
        case .json(let status, let code, let type, let message, let wait):
            var body = JSON.Object()
            if let code { body.append("code", .string(code)) }
            if let type { body.append("type", .string(type)) }
            body.append("message", .string(message))
            var response = Response(json: .object(body), status: status)
            if let wait { response.headers[.retryAfter] = String(max(1, (wait.milliseconds + 999) / 1000)) }
            return response
        case .wrongCredentials: return Response(text: "Unauthorized", status: .unauthorized)
        case .anonymous:
            var response = Response(text: "Unauthorized", status: .unauthorized)
            response.headers[.contentType] = nil
            return response
        case .unknownPath(let method, let path):
            return Response(unknown: "Cannot \(method) \(path)")
        }
    }
}
