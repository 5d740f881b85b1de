import SallyportCore
import TestSupport

/// The tokens of an answer. Asking for one that is not there throws, so that no preparation goes on without.
struct Tokens {
    private let answer: HTTPAnswer
    private let configuration: Configuration

    init(_ answer: HTTPAnswer, _ configuration: Configuration) {
        self.answer = answer
        self.configuration = configuration
    }

    var access: String {
        get throws { try present(answer.json["data"]?["access_token"]?.string, "access token") }
    }

    /// In the body or, in cookie mode, in the cookie.
    var refresh: String {
        get throws {
            let inBody = answer.json["data"]?["refresh_token"]?.string
            return try present(inBody ?? answer.cookie(configuration.refreshCookie), "refresh token")
        }
    }

    var sessionCookie: String {
        get throws { try present(answer.cookie(configuration.sessionCookie), "session cookie") }
    }

    /// The refresh token that the session cookie bears.
    var session: String {
        get throws { try present(JSONWebToken(sessionCookie)?.claims["session"]?.string, "claim session") }
    }

    private func present(_ token: String?, _ name: String) throws(Stage.Unprepared) -> String {
        guard let token, !token.isEmpty else { throw Stage.Unprepared("no \(name) in \(answer.status) \(answer.text)") }
        return token
    }
}
