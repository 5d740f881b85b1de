public import Foundation
import OrderedJSON
import SDKRuntime

/// Whatever goes wrong in this library, as one type.
///
/// ```swift
/// do throws(MedusaError) {
///     try await medusa.auth.authenticate(email: email, password: password)
/// } catch {
///     switch error.type {
///     case .unauthorized: show("E-mail or password is wrong.")
///     case _ where error.isRetryable: show("Try again in a moment.")
///     default: show("Signing in failed (\(error.type)).")
///     }
/// }
/// ```
///
/// The description holds no token, no cookie and no password: it repeats the server's message only when that repeats nothing
/// secret of what was sent. ``message`` is as the server wrote it.
public struct MedusaError: Error, Sendable {
    /// What went wrong, to switch on: the server's `type`, or this library's.
    public let type: Kind
    /// The server's `code`, which it rarely gives: `invalid_request_error` beside `duplicate_error`, for example.
    public let code: String?
    /// The server's message as it was written, or this library's.
    public let message: String
    /// The answer's status code; `nil` when there was no answer.
    public let status: Int?
    /// How long the server asks to wait before the next try.
    public let retryAfter: Duration?
    /// What is behind it: the transport's error, the storage's, a decoding error.
    public let underlyingError: (any Error)?
    private let printableMessage: String

    /// An error with these parts; for tests of your own, and for transports and storages.
    public init(
        type: Kind, code: String? = nil, message: String, status: Int? = nil, retryAfter: Duration? = nil,
        underlyingError: (any Error)? = nil
    ) {
        self.init(
            type: type, code: code, message: message, status: status, retryAfter: retryAfter,
            underlyingError: underlyingError, secrets: [])
    }

    init(
        type: Kind, code: String? = nil, message: String, status: Int? = nil, retryAfter: Duration? = nil,
        underlyingError: (any Error)? = nil, secrets: [String]
    ) {
        self.type = type
        self.code = code
        self.message = message
        self.status = status
        self.retryAfter = retryAfter
        self.underlyingError = underlyingError
        let repeatsSecret = secrets.contains { message.contains($0) }
        printableMessage = repeatsSecret ? "(the message repeats something secret that was sent)" : message
    }

    /// Whether the same may go well a moment later: no network, another request that was quicker, a server that is overloaded
    /// or restarting, a storage that is locked.
    public var isRetryable: Bool {
        if [.network, .timedOut, .storageUnavailable, .conflict].contains(type) { return true }
        return status.map { [408, 425, 429, 502, 503, 504].contains($0) } ?? false
    }
}

extension MedusaError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, LocalizedError {
    public var description: String {
        let status = status.map { " (\($0))" } ?? ""
        return "\(type)\(status): \(printableMessage)"
    }
    public var debugDescription: String { description }
    public var errorDescription: String? { printableMessage }
    public var customMirror: Mirror { Mirror(self, children: ["error": description]) }
}

extension MedusaError {
    static var cancelled: MedusaError {
        MedusaError(type: .cancelled, message: "The task was cancelled.")
    }

    static var superseded: MedusaError {
        MedusaError(type: .superseded, message: "Somebody signed in or out meanwhile, and that counts.")
    }

    static func invalidArgument(_ message: String) -> MedusaError {
        MedusaError(type: .invalidArgument, message: message)
    }

    static func storageUnavailable(_ cause: any Error) -> MedusaError {
        if cause is CancellationError { return .cancelled }
        let reason = (cause as? StorageUnavailable)?.reason ?? "The storage cannot be used now."
        return MedusaError(type: .storageUnavailable, message: reason, underlyingError: cause)
    }

    /// An answer that went well and should be JSON.
    static func notJSON(status: Int, headers: HeaderFields) -> MedusaError {
        let type = headers["Content-Type"] ?? "no content type"
        return MedusaError(
            type: .invalidResponse, message: "The answer is not JSON but \(type); is this the address of a Medusa?",
            status: status)
    }

    /// Why a transport has no answer.
    init(transport error: any Error) {
        let urlCode = (error as? URLError)?.code
        if error is CancellationError || urlCode == .cancelled {
            self = .cancelled
        } else if urlCode == .timedOut {
            self.init(type: .timedOut, message: "The server did not answer in time.", underlyingError: error)
        } else {
            let detail = urlCode.map { " (URLError \($0.rawValue))" } ?? ""
            self.init(type: .network, message: "The server cannot be reached\(detail).", underlyingError: error)
        }
    }
}
