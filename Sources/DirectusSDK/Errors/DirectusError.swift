public import Foundation
public import OrderedJSON
import SDKRuntime

/// Whatever goes wrong in this library, as one type.
///
/// ```swift
/// do throws(DirectusError) {
///     try await client.login(email: email, password: password)
/// } catch {
///     switch error.code {
///     case .invalidOTP: askForOneTimePassword()
///     case .invalidCredentials: show("E-mail or password is wrong.")
///     case _ where error.isRetryable: show("Try again in a moment.")
///     default: show("Signing in failed (\(error.code)).")
///     }
/// }
/// ```
///
/// The description holds no token and no password: it repeats the server's message only when that repeats nothing secret
/// of what was sent. ``message`` and ``errors`` are as the server wrote them.
public struct DirectusError: Error, Sendable {
    /// What went wrong, to switch on.
    public let code: Code
    /// The answer's status code; `nil` when there was no answer.
    public let status: Int?
    /// The first error's message as the server wrote it, or this library's.
    public let message: String
    /// The server's errors; empty when the error is not the server's.
    public let errors: [ServerError]
    /// How long the server asks to wait before the next try.
    public let retryAfter: Duration?
    /// What is behind it: the transport's error, the storage's, a decoding error.
    public let underlyingError: (any Error)?
    /// What the answer held besides its errors: GraphQL's partial data.
    public let data: JSON?
    private let printableMessage: String

    /// One entry of the server's `errors` (`specs/directus.md` 0.2).
    public struct ServerError: Sendable, Equatable {
        /// The message for people.
        public let message: String
        /// `extensions.code`, if there is one.
        public let code: Code?
        /// Everything else that the server says about it.
        public let extensions: JSON
    }

    /// An error with these parts; for tests of your own, and for transports and storages.
    public init(
        code: Code, status: Int? = nil, message: String, errors: [ServerError] = [], retryAfter: Duration? = nil,
        underlyingError: (any Error)? = nil, data: JSON? = nil
    ) {
        self.init(
            code: code, status: status, message: message, errors: errors, retryAfter: retryAfter,
            underlyingError: underlyingError, data: data, secrets: [])
    }

    init(
        code: Code, status: Int? = nil, message: String, errors: [ServerError] = [], retryAfter: Duration? = nil,
        underlyingError: (any Error)? = nil, data: JSON? = nil, secrets: [String]
    ) {
        self.code = code
        self.status = status
        self.message = message
        self.errors = errors
        self.retryAfter = retryAfter
        self.underlyingError = underlyingError
        self.data = data
        let repeatsSecret = secrets.contains { message.contains($0) }
        printableMessage = repeatsSecret ? "(the message repeats something secret that was sent)" : message
    }

    package var isOverload: Bool { code == .requestsExceeded || (status ?? 0) >= 500 || status == 429 }

    /// Whether the same may go well a moment later: no network, a server that is overloaded or restarting, a storage that
    /// is locked.
    public var isRetryable: Bool {
        if [.network, .timedOut, .storageUnavailable].contains(code) { return true }
        return status.map { [408, 425, 429, 502, 503, 504].contains($0) } ?? false
    }
}

extension DirectusError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, LocalizedError {
    public var description: String {
        let status = status.map { " (\($0))" } ?? ""
        return "\(code)\(status): \(printableMessage)"
    }
    public var debugDescription: String { description }
    public var errorDescription: String? { printableMessage }
    public var customMirror: Mirror { Mirror(self, children: ["error": description]) }
}

/// Message and extensions may repeat what was sent (Directus shows a rejected password): the description is the code.
extension DirectusError.ServerError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { code?.rawValue ?? "no code" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["error": description]) }
}

extension DirectusError: SessionFailure {
    package static var cancelled: DirectusError {
        DirectusError(code: .cancelled, message: "The task was cancelled.")
    }

    package static var superseded: DirectusError {
        DirectusError(code: .superseded, message: "Somebody signed in or out meanwhile, and that counts.")
    }

    package static func storageUnavailable(_ cause: any Error) -> DirectusError {
        if cause is CancellationError { return .cancelled }
        let reason = (cause as? StorageUnavailable)?.reason ?? "The storage cannot be used now."
        return DirectusError(code: .storageUnavailable, message: reason, underlyingError: cause)
    }

    static func invalidArgument(_ message: String) -> DirectusError {
        DirectusError(code: .invalidArgument, message: message)
    }

    /// Why a transport has no answer.
    init(transport error: any Error) {
        let urlCode = (error as? URLError)?.code
        if error is CancellationError || urlCode == .cancelled {
            self = .cancelled
        } else if urlCode == .timedOut {
            self.init(code: .timedOut, message: "The server did not answer in time.", underlyingError: error)
        } else {
            let detail = urlCode.map { " (URLError \($0.rawValue))" } ?? ""
            self.init(code: .network, message: "The server cannot be reached\(detail).", underlyingError: error)
        }
    }
}
