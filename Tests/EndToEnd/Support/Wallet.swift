import SallyportCore
import TestSupport

/// The tokens of one session in one mode, as a client keeps them: they outlive the server that gave them, and go on with
/// the next one on another port.
struct Wallet: Sendable {
    let mode: TokenMode
    /// In json and cookie mode.
    private(set) var accessToken: String?
    /// The refresh token in json and cookie mode, the session cookie in session mode.
    private(set) var credential: String
    /// Everything secret that this client was ever given.
    private(set) var history: [String]

    /// Signs in.
    init(
        signingInAt server: RunningServer, _ mode: TokenMode = .json, email: String = Administrator.email,
        password: String = Administrator.password
    ) async throws {
        let visitor = try await Visitor(server.client, mode, email: email, password: password)
        self.mode = mode
        accessToken = visitor.accessToken
        credential = visitor.credential
        history = [visitor.accessToken, visitor.credential].compactMap(\.self)
    }

    /// Refreshes, and keeps what comes back.
    @discardableResult
    mutating func refresh(at server: RunningServer) async throws -> HTTPAnswer {
        let answer = try await present(credential, "/auth/refresh", at: server)
        if answer.status == 200, let fresh = Visitor.credential(of: answer, mode) {
            credential = fresh
            accessToken = answer.json["data"]?["access_token"]?.string
            history += [accessToken, credential].compactMap(\.self)
        }
        return answer
    }

    func signOut(at server: RunningServer) async throws -> HTTPAnswer {
        try await present(credential, "/auth/logout", at: server)
    }

    /// Shows the access credential at `/users/me`.
    func readSelf(at server: RunningServer) async throws -> HTTPAnswer {
        try await server.client.send("GET", "/users/me", headers: [authorization])
    }

    /// The header field that shows the access credential.
    var authorization: (String, String) {
        accessToken.map { ("Authorization", "Bearer \($0)") } ?? ("Cookie", "\(Visitor.sessionCookie)=\(credential)")
    }

    private func present(_ credential: String, _ path: String, at server: RunningServer) async throws -> HTTPAnswer {
        let mode = JSON.string(mode.rawValue)
        switch self.mode {
        case .json:
            return try await server.client.send(
                "POST", path, json: ["refresh_token": .string(credential), "mode": mode])
        case .cookie, .session:
            let name = self.mode == .cookie ? Visitor.refreshCookie : Visitor.sessionCookie
            return try await server.client.send(
                "POST", path, headers: [("Cookie", "\(name)=\(credential)")], json: ["mode": mode])
        }
    }
}
