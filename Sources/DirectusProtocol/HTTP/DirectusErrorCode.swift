import HTTPTypes

/// The codes by which clients tell errors apart, each with its status (Directus spec section 12). All of this door's stand
/// here.
enum DirectusErrorCode: String, CaseIterable {
    case invalidPayload = "INVALID_PAYLOAD"
    case invalidQuery = "INVALID_QUERY"
    case failedValidation = "FAILED_VALIDATION"
    case recordNotUnique = "RECORD_NOT_UNIQUE"
    case valueTooLong = "VALUE_TOO_LONG"
    case valueOutOfRange = "VALUE_OUT_OF_RANGE"
    case notNullViolation = "NOT_NULL_VIOLATION"
    case invalidForeignKey = "INVALID_FOREIGN_KEY"
    case invalidInvite = "INVALID_INVITE"
    case invalidCredentials = "INVALID_CREDENTIALS"
    case invalidOTP = "INVALID_OTP"
    case tokenExpired = "TOKEN_EXPIRED"
    case userSuspended = "USER_SUSPENDED"
    case forbidden = "FORBIDDEN"
    case invalidToken = "INVALID_TOKEN"
    case routeNotFound = "ROUTE_NOT_FOUND"
    case unprocessableContent = "UNPROCESSABLE_CONTENT"
    case requestsExceeded = "REQUESTS_EXCEEDED"
    case internalServerError = "INTERNAL_SERVER_ERROR"
    case serviceUnavailable = "SERVICE_UNAVAILABLE"

    var status: HTTPResponse.Status {
        switch self {
        case .invalidPayload, .invalidQuery, .failedValidation, .recordNotUnique, .valueTooLong, .valueOutOfRange,
            .notNullViolation, .invalidForeignKey, .invalidInvite:
            .badRequest
        case .invalidCredentials, .invalidOTP, .tokenExpired, .userSuspended: .unauthorized
        case .forbidden, .invalidToken: .forbidden
        case .routeNotFound: .notFound
        case .unprocessableContent: .unprocessableContent
        case .requestsExceeded: .tooManyRequests
        case .internalServerError: .internalServerError
        case .serviceUnavailable: .serviceUnavailable
        }
    }
}
