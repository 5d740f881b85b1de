import Foundation
import Synchronization

/// A Directus in json mode, as strict as the real one: a refresh token is good once, without any grace. Who comes with
/// one that was used before has lost the session.
final class StrictServer: Sendable {
    private struct State {
        var refreshes = 0
        var refusals = 0
    }

    private let state = Mutex(State())
    private let lifetime: Int64

    /// - Parameter lifetime: how long its access tokens live, in milliseconds.
    init(lifetime: Int64) {
        self.lifetime = lifetime
    }

    /// How often it gave new tokens.
    var refreshes: Int { state.withLock { $0.refreshes } }
    /// How often it was asked with anything but the current token.
    var refusals: Int { state.withLock { $0.refusals } }
    /// The token that it gave last, or began with.
    var currentToken: String { Self.token(refreshes) }

    private static func token(_ number: Int) -> String { "refresh-\(number)" }

    /// Serves on the loopback address.
    func serve() throws -> LoopbackServer {
        try LoopbackServer { self.answer($0) }
    }

    private struct Body: Decodable {
        var mode: String
        var refresh_token: String
    }

    private func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
        let body = try? JSONDecoder().decode(Body.self, from: request.body)
        return state.withLock { state in
            guard request.method == "POST", request.target == "/auth/refresh", body?.mode == "json",
                body?.refresh_token == Self.token(state.refreshes)
            else {
                state.refusals += 1
                let code =
                    #"{"errors":[{"message":"Invalid user credentials.","extensions":{"code":"INVALID_CREDENTIALS"}}]}"#
                return .answer(401, ["Content-Type": "application/json"], body: Data(code.utf8))
            }
            state.refreshes += 1
            let (number, token) = (state.refreshes, Self.token(state.refreshes))
            let text =
                #"{"data":{"expires":\#(lifetime),"refresh_token":"\#(token)","access_token":"access-\#(number)"}}"#
            return .answer(200, ["Content-Type": "application/json"], body: Data(text.utf8))
        }
    }
}
