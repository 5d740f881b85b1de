public import SallyportCore

/// Somebody with a browser or an app, who keeps the tokens of one session in one mode as a client would.
public struct Visitor: Sendable {
    /// Where the next request goes: any node of several.
    public var client: HTTPClient
    public let mode: TokenMode
    /// In json and cookie mode.
    public var accessToken: String?
    /// The refresh token in json and cookie mode, the session cookie in session mode.
    public var credential: String

    /// What went wrong, when a visitor is not let in.
    public struct Refused: Error {
        public var answer: HTTPAnswer
    }

    public static let refreshCookie = "directus_refresh_token"
    public static let sessionCookie = "directus_session_token"

    /// Signs in.
    public init(
        _ server: TestServer, _ mode: TokenMode = .json, email: String = "alice@example.com",
        password: String = Fixture.password
    ) async throws {
        try await self.init(server.client, mode, email: email, password: password)
    }

    /// Signs in at a server of any kind.
    public init(_ client: HTTPClient, _ mode: TokenMode, email: String, password: String) async throws {
        let answer = try await client.send(
            "POST", "/auth/login",
            json: ["email": .string(email), "password": .string(password), "mode": .string(mode.rawValue)])
        guard let visitor = Visitor(client, mode, keeping: answer) else { throw Refused(answer: answer) }
        self = visitor
    }

    /// Somebody who keeps what a sign-in or a refresh has given him; `nil` if it has given nothing.
    public init?(_ client: HTTPClient, _ mode: TokenMode, keeping answer: HTTPAnswer) {
        guard answer.status == 200, let credential = Self.credential(of: answer, mode) else { return nil }
        self.client = client
        self.mode = mode
        self.credential = credential
        accessToken = answer.json["data"]?["access_token"]?.string
    }

    /// What an answer gives a client to keep.
    public static func credential(of answer: HTTPAnswer, _ mode: TokenMode) -> String? {
        switch mode {
        case .json: answer.json["data"]?["refresh_token"]?.string
        case .cookie: answer.cookie(refreshCookie)
        case .session: answer.cookie(sessionCookie)
        }
    }

    /// Refreshes, and keeps what comes back.
    @discardableResult
    public mutating func refresh() async throws -> HTTPAnswer {
        let answer = try await refreshing()
        if let fresh = Visitor(client, mode, keeping: answer) { self = fresh }
        return answer
    }

    /// Refreshes, and forgets what comes back: the answer was lost.
    public func refreshing() async throws -> HTTPAnswer {
        try await present(at: "/auth/refresh")
    }

    /// Signs out.
    public func signOut() async throws -> HTTPAnswer {
        try await present(at: "/auth/logout")
    }

    /// Shows the access credential at `/users/me`.
    public func readSelf() async throws -> HTTPAnswer {
        if let accessToken {
            return try await client.send("GET", "/users/me", headers: [("Authorization", "Bearer \(accessToken)")])
        }
        return try await client.send("GET", "/users/me", headers: [("Cookie", "\(Self.sessionCookie)=\(credential)")])
    }

    /// The header fields that show the access credential.
    public var authorization: [(String, String)] {
        if let accessToken { return [("Authorization", "Bearer \(accessToken)")] }
        return [("Cookie", "\(Self.sessionCookie)=\(credential)")]
    }

    private func present(at path: String) async throws -> HTTPAnswer {
        switch mode {
        case .json:
            return try await client.send("POST", path, json: ["refresh_token": .string(credential), "mode": "json"])
        case .cookie:
            return try await client.send(
                "POST", path, headers: [("Cookie", "\(Self.refreshCookie)=\(credential)")], json: ["mode": "cookie"])
        case .session:
            return try await client.send(
                "POST", path, headers: [("Cookie", "\(Self.sessionCookie)=\(credential)")], json: ["mode": "session"])
        }
    }
}
