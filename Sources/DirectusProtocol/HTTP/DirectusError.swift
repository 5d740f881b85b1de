import HTTPTypes
import Hummingbird
import SallyportCore

/// An error as Directus shows it: code, message, and what else stands in `extensions` (Directus spec section 0.2).
struct DirectusError: Error {
    var code: DirectusErrorCode
    var message: String
    /// Comes before the code.
    var extensions: JSON.Object = [:]
    var headers: HTTPFields = [:]
    /// The cookie that brought the refused credential, to be forgotten.
    var cleared: DirectusOptions.Cookie?
    /// For the log only.
    var detail: String?

    var status: HTTPResponse.Status { code.status }

    static let invalidCredentials = Self(
        code: .invalidCredentials, message: "Invalid user credentials.")
    static let invalidOTP = Self(code: .invalidOTP, message: "Invalid user OTP.")
    static let invalidToken = Self(code: .invalidToken, message: "Invalid token.")
    static let tokenExpired = Self(code: .tokenExpired, message: "Token expired.")
    static let userSuspended = Self(code: .userSuspended, message: "User suspended.")
    static let invalidInvite = Self(code: .invalidInvite, message: "This invite is no longer valid.")
    static let internalServerError = Self(
        code: .internalServerError, message: "An unexpected error occurred.")

    static func invalidPayload(_ reason: String) -> Self {
        Self(
            code: .invalidPayload, message: "Invalid payload. \(reason).",
            extensions: ["reason": .string(reason)])
    }

    static func invalidQuery(_ reason: String) -> Self {
        Self(
            code: .invalidQuery, message: "Invalid query. \(reason).",
            extensions: ["reason": .string(reason)])
    }

    static func forbidden(_ reason: String? = nil) -> Self {
        Self(
            code: .forbidden, message: reason ?? "You don't have permission to access this.",
            extensions: reason.map { ["reason": .string($0)] } ?? [:])
    }

    static func routeNotFound(_ path: String) -> Self {
        Self(
            code: .routeNotFound, message: "Route \(path) doesn't exist.",
            extensions: ["path": .string(path)])
    }

    static func failedValidation(_ field: String, type: String, _ problem: String) -> Self {
        Self(
            code: .failedValidation,
            message: "Validation failed for field \"\(field)\". \(problem)",
            extensions: ["field": .string(field), "path": [], "type": .string(type)])
    }

    static func recordNotUnique(_ field: String, in collection: String = "directus_users", value: String) -> Self {
        Self(
            code: .recordNotUnique,
            message: "Value \"\(value)\" for field \"\(field)\" in collection \"\(collection)\" has to be unique.",
            extensions: ["collection": .string(collection), "field": .string(field), "value": .string(value)])
    }

    static func unprocessable(_ reason: String) -> Self {
        Self(
            code: .unprocessableContent, message: "Can't process content. \(reason).",
            extensions: ["reason": .string(reason)])
    }

    static func valueTooLong(_ field: String, in collection: String = "directus_users") -> Self {
        refused(.valueTooLong, field, collection, "is too long")
    }

    /// A value that the original's database would refuse.
    private static func refused(_ code: DirectusErrorCode, _ field: String, _ collection: String, _ problem: String)
        -> Self
    {
        Self(
            code: code,
            message: "Value for field \"\(field)\" in collection \"\(collection)\" \(problem).",
            extensions: ["collection": .string(collection), "field": .string(field)])
    }

    static func serviceUnavailable(_ service: String, _ reason: String, retryAfter: Duration? = nil) -> Self {
        var headers = HTTPFields()
        if let retryAfter { headers[.retryAfter] = String(max(1, (retryAfter.milliseconds + 999) / 1000)) }
        return Self(
            code: .serviceUnavailable,
            message: "Service \"\(service)\" is unavailable. \(reason).",
            extensions: ["service": .string(service), "reason": .string(reason)], headers: headers)
    }

    static func requestsExceeded(_ refusal: RateLimiter.Refusal, at now: Timestamp) -> Self {
        let wait = refusal.reset - now
        return Self(
            code: .requestsExceeded,
            message: "Too many requests, retry after \(wait.shortText).",
            extensions: [
                "limit": .integer(Int64(refusal.limit.points)), "reset": .string(refusal.reset.text),
            ],
            headers: [.retryAfter: String((wait.milliseconds + 500) / 1000)])
    }

    /// The answer's body.
    var body: JSON {
        var extensions = extensions
        extensions.append("code", .string(code.rawValue))
        return ["errors": [["message": .string(message), "extensions": .object(extensions)]]]
    }
}

extension DirectusError {
    init(_ failure: AuthenticationFailure) {
        switch failure {
        case .invalidCredentials, .superseded: self = .invalidCredentials
        case .oneTimePasswordMissing, .oneTimePasswordWrong: self = .invalidOTP
        case .throttled(let refusal, let now): self = .requestsExceeded(refusal, at: now)
        case .invalidToken: self = .invalidToken
        case .tokenExpired: self = .tokenExpired
        case .suspended: self = .userSuspended
        case .overloaded(let wait):
            self = .serviceUnavailable("authentication", "Too many sign-ins are waiting", retryAfter: wait)
        case .late:
            self = .serviceUnavailable(
                "authentication", "The request was held up for too long", retryAfter: .seconds(1))
        case .unavailable(let error):
            self = .serviceUnavailable("database", "The database can't be reached")
            detail = error.description
        }
    }

    init(_ failure: AccountFailure) {
        switch failure {
        case .setUpRefused: self = .forbidden()
        case .invalidEmail:
            self = .failedValidation("email", type: "email", "Value has to be a valid email address.")
            // The original's order of keys, which is another one for this type.
            extensions = ["field": "email", "type": "email", "path": []]
        // D9: the rejected password is not echoed.
        case .weakPassword:
            self = .failedValidation("password", type: "regex", "Value doesn't have the correct format.")
        case .emailTaken(let email): self = .recordNotUnique("email", value: "[\(email.key)]")
        case .taken(let field): self = .recordNotUnique(field.rawValue, value: "**********")
        case .lastAdministrator: self = .unprocessable("Cannot remove the last admin user from the system")
        case .invalidField(_, let reason): self = .invalidPayload(reason)
        case .tooLong(let field, _): self = .valueTooLong(field.rawValue)
        case .missing: self = .forbidden()
        case .authentication(let failure): self.init(failure)
        }
    }
}

extension DirectusError {
    /// D6; spec sections 1.6, 2.3 and 2.5.
    init(_ failure: OneTimeTokenFailure) {
        switch failure {
        case .invalid: self = .invalidToken
        case .foreign, .spent: self = .forbidden()
        case .expired: self = .tokenExpired
        case .weakPassword: self.init(AccountFailure.weakPassword)
        case .authentication(let failure): self.init(failure)
        }
    }

    /// Spec section 2.6.
    init(_ failure: SecondFactorFailure) {
        switch failure {
        case .alreadyEnabled: self = .invalidPayload("TFA Secret is already set for this user")
        case .notEnabled(let account): self = .invalidPayload("User \"\(account)\" doesn't have TFA enabled")
        case .addressMissing: self = .invalidPayload("User must have a valid email to enable TFA")
        case .passwordMissing: self = .invalidPayload("\"password\" is required")
        case .codeMissing: self = .invalidPayload("\"otp\" is required")
        case .foreignSecret:
            self = .invalidPayload(
                "\"secret\" has to be the one that was generated last, within the last ten minutes")
        case .wrongCode: self = .invalidPayload("\"otp\" is invalid")
        case .forbidden: self = .forbidden()
        case .authentication(let failure): self.init(failure)
        }
    }

    /// - Parameter use: what the link is for, as the refusal of its address says it.
    init(_ failure: MailRequestFailure, to use: String) {
        switch failure {
        case .urlNotListed(let url): self = .invalidPayload("URL \"\(url)\" can't be used to \(use)")
        case .closed: self = .forbidden()
        case .account(let failure): self.init(failure)
        }
    }

    init(_ failure: ItemFailure) {
        switch failure {
        case .forbiddenCollection(let collection, let path):
            self = .forbidden(
                """
                You don't have permission to access collection "\(collection)" or it does not exist. Queried in \(path).
                """)
        case .forbiddenField(let field, let collection, let path):
            self = .forbidden(
                """
                You don't have permission to access field "\(field)" in collection "\(collection)" or it does not exist. \
                Queried in \(path).
                """)
        case .forbidden: self = .forbidden()
        case .anonymous: self = .invalidCredentials
        case .invalidQuery(let reason): self = .invalidQuery(reason)
        case .invalidPayload(let reason): self = .invalidPayload(reason)
        case .invalid(let field, let rule, let problem): self = .failedValidation(field, type: rule, problem)
        case .taken(let field, let collection, let value):
            self = .recordNotUnique(field, in: collection, value: value)
        case .tooLong(let field, let collection): self = .valueTooLong(field, in: collection)
        case .outOfRange(let field, let collection):
            self = .refused(.valueOutOfRange, field, collection, "is out of range")
        case .missing(let field, let collection):
            self = .refused(.notNullViolation, field, collection, "can't be null")
        case .noSuchReference(let field, let collection):
            self = .refused(.invalidForeignKey, field, collection, "refers to nothing that exists")
        case .account(let failure): self.init(failure)
        }
    }
}

extension Duration {
    /// As the original's library writes a duration in short form: `19s`, `2m`, `1h`; rounded.
    var shortText: String {
        let units: [(milliseconds: Int64, name: String)] = [
            (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"),
        ]
        let milliseconds = milliseconds
        guard let unit = units.first(where: { milliseconds >= $0.milliseconds }) else { return "\(milliseconds)ms" }
        return "\((milliseconds + unit.milliseconds / 2) / unit.milliseconds)\(unit.name)"
    }
}
