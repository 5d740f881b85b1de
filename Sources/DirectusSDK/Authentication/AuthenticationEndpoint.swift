import Foundation
import OrderedJSON
import SDKRuntime

/// `/auth/login`, `/auth/refresh` and `/auth/logout` (`specs/directus.md` 5.2). These never carry an access token: an
/// expired one would make the server refuse the very call that replaces it.
struct AuthenticationEndpoint: SessionServer {
    let core: ClientCore

    var origin: String { Origin(core.url)?.text ?? "" }

    // MARK: Login

    static func loginBody(
        _ identity: LoginIdentity, password: String, otp: String?, mode: AuthenticationMode
    ) -> JSON {
        let (name, value) = identity.member
        var body: JSON.Object = [name: .string(value), "password": .string(password)]
        if let otp { body.append("otp", .string(otp)) }
        body.append("mode", .string(mode.rawValue))
        return .object(body)
    }

    func login(
        provider: String?, body: JSON, mode: AuthenticationMode
    ) async throws(DirectusError) -> (AuthenticationData, ServerTime) {
        let path: EndpointPath = if let provider { "/auth/login/\(provider)" } else { "/auth/login" }
        if let problem = path.problem { throw problem }
        let request = try self.request(path, body: body)
        var time = ServerTime()
        var data = try await exchange(request, mode: mode, cookies: [], time: &time)
        data.loginID = UUID().uuidString
        return (data, time)
    }

    // MARK: Refresh

    func refresh(_ data: AuthenticationData, time: ServerTime) async -> RefreshAnswer<DirectusError> {
        var time = time
        do throws(DirectusError) {
            let request = try self.request("/auth/refresh", for: data)
            var new = try await exchange(request, mode: data.mode, cookies: data.cookies, time: &time)
            new.loginID = data.loginID
            return .refreshed(new, time)
        } catch {
            return Self.reasonToEnd(error).map { .ended($0, error) } ?? .failed(error)
        }
    }

    /// The answers of `/auth/refresh` that end a session (`specs/directus.md` 13.1); all others leave it alone. The code
    /// counts together with its status, so that no page of a proxy's ends one.
    private static func reasonToEnd(_ error: DirectusError) -> SignOutReason? {
        switch (error.status, error.code) {
        case (401, .invalidCredentials), (401, .tokenExpired): .ended
        case (401, .userSuspended): .suspended
        case (403, .invalidToken): .tokenRefused
        default: nil
        }
    }

    // MARK: Logout

    func revoke(_ data: AuthenticationData) async throws(DirectusError) {
        guard data.isRefreshable else { return }
        let request = try self.request("/auth/logout", for: data)
        do throws(DirectusError) {
            let response = try await core.send(request)
            // Nothing, or JSON: a page of a proxy's has ended no session.
            _ = try ResponseReader.content(of: response, to: request, now: core.options.clock.now).json
        } catch {
            // The server knows no such session: it is over.
            let isOver = [400, 401, 403].contains(error.status) && !error.errors.isEmpty
            if !isOver { throw error }
        }
    }

    // MARK: Both ways

    private func request(_ path: EndpointPath, for data: AuthenticationData) throws(DirectusError) -> TransportRequest {
        var body: JSON.Object = ["mode": .string(data.mode.rawValue)]
        if let token = data.refreshToken { body.append("refresh_token", .string(token)) }
        var request = try self.request(path, body: .object(body))
        // Expired cookies go along: when this device's clock is wrong, the server shall judge.
        request.headers["Cookie"] = CookieJar(data.cookies).header(for: request.url, now: nil)
        return request
    }

    private func request(_ path: EndpointPath, body: JSON) throws(DirectusError) -> TransportRequest {
        var request = TransportRequest(
            method: "POST", url: try core.url(path: path.text), headers: ["Content-Type": "application/json"],
            body: Data(body.bytes), timeout: core.options.timeout)
        // Others may wait for this one: it must end, even if its answer drips.
        request.deadline = core.options.timeout * 2
        return request
    }

    /// Sends, and reads tokens and cookies from the answer.
    private func exchange(
        _ request: TransportRequest, mode: AuthenticationMode, cookies: [Cookie], time: inout ServerTime
    ) async throws(DirectusError) -> AuthenticationData {
        let response = try await core.send(request)
        let now = core.options.clock.now
        time.learn(from: response.date, now: now)
        let content = try ResponseReader.content(of: response, to: request, now: now)
        let answer = try content.json
        var jar = CookieJar(cookies)
        var refusals: [CookieJar.Refusal] = []
        if mode != .json {
            let lines = response.headers.values("Set-Cookie")
            refusals = jar.store(lines, from: request.url, now: time.time(at: now))
        }
        var data = Self.data(in: answer, mode: mode, cookies: jar.cookies, issuedAt: time.time(at: now))
        data.origin = origin
        try Self.check(data, refusals: refusals, status: response.status)
        return data
    }

    /// The tokens in an answer.
    ///
    /// - Parameter issuedAt: the server's time; without it there is no `expiresAt`.
    static func data(
        in answer: JSON, mode: AuthenticationMode, cookies: [Cookie], issuedAt: Date?
    ) -> AuthenticationData {
        // Without a lifetime nothing is refreshed ahead; a refusal of the server's still causes a refresh.
        let lifetime = answer["expires"].flatMap(Self.milliseconds).flatMap { $0 > 0 ? $0 : nil }
        return AuthenticationData(
            accessToken: answer["access_token"]?.string, refreshToken: answer["refresh_token"]?.string,
            expires: lifetime,
            expiresAt: lifetime.flatMap { issuedAt?.addingTimeInterval(Double($0) / 1000) }, mode: mode,
            cookies: cookies)
    }

    private static func milliseconds(_ json: JSON) -> Int64? {
        switch json {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value.rounded())
        case .string(let text): Int64(text)
        default: nil
        }
    }

    /// What each mode must bring (`specs/directus.md` 1.2): an answer without it is no session.
    private static func check(
        _ data: AuthenticationData, refusals: [CookieJar.Refusal], status: Int
    ) throws(DirectusError) {
        let hasTokens =
            switch data.mode {
            case .json: data.accessToken != nil && data.refreshToken != nil
            case .session: data.expires != nil
            default: data.accessToken != nil
            }
        guard hasTokens else {
            throw DirectusError(
                code: .invalidResponse, status: status,
                message: "The answer has no tokens, as \(data.mode) mode must have; is this the address of a Directus?")
        }
        if data.mode == .json || data.isRefreshable { return }
        let reason =
            switch refusals.first {
            case .secureOverHTTP(let name)?:
                "its cookie \(name) is Secure, and the connection is http. Use https, or set \(settingName(data.mode))_SECURE=false on the server for development."
            case .foreignDomain(let name, let domain)?:
                "its cookie \(name) is for the domain \(domain), which is not this host's. Correct \(settingName(data.mode))_DOMAIN on the server."
            case nil: "it set no cookie."
            }
        throw DirectusError(
            code: .cookieRefused, status: status,
            message: "The server accepted the login, but there is no session to keep: \(reason)")
    }

    private static func settingName(_ mode: AuthenticationMode) -> String {
        mode == .session ? "SESSION_COOKIE" : "REFRESH_TOKEN_COOKIE"
    }
}
