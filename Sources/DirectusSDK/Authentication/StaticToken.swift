public import Foundation
public import SDKRuntime

/// Requests go out with one token that is never refreshed: a static token of an account, or one that you manage yourself.
public struct StaticToken: Authentication {
    private let holder: Holder

    init(_ token: String?) {
        holder = Holder(token)
    }

    var token: String? {
        get async { await holder.token }
    }

    func set(_ token: String?) async {
        await holder.set(token)
    }

    public func credentials(for url: URL) async throws(DirectusError) -> RequestCredentials {
        let token = await holder.token
        guard token?.isEmpty != true else {
            throw .invalidArgument("The static token is empty. (For requests without one, set it to nil.)")
        }
        return RequestCredentials(bearer: token)
    }

    public func credentials(
        replacing refused: RequestCredentials, for url: URL
    ) async throws(DirectusError) -> RequestCredentials? { nil }

    public func observe(_ response: TransportResponse) async {}

    private actor Holder {
        private(set) var token: String?

        init(_ token: String?) {
            self.token = token?.trimmingCharacters(in: .whitespacesAndNewlines)
        }

        func set(_ token: String?) {
            self.token = token?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}

extension StaticToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "StaticToken(<redacted>)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["token": "<redacted>"]) }
}
