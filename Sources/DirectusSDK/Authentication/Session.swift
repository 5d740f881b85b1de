public import Foundation
import OrderedJSON
public import SDKRuntime

/// Requests go out as whoever has signed in. ``AuthenticationClient`` has what you call.
public struct Session: Authentication {
    let mode: AuthenticationMode
    let policy: CredentialsPolicy
    let endpoint: AuthenticationEndpoint
    let tokens: TokenSession<AuthenticationEndpoint>

    init(_ feature: AuthenticationFeature, core: ClientCore) {
        mode = feature.mode
        policy = feature.credentials
        endpoint = AuthenticationEndpoint(core: core)
        tokens = TokenSession(
            server: endpoint, storage: feature.storage, clock: core.options.clock,
            settings: SessionSettings(
                autoRefresh: feature.autoRefresh, refreshBeforeExpiry: feature.refreshBeforeExpiry,
                chance: core.options.chance))
    }

    public func credentials(for url: URL) async throws(DirectusError) -> RequestCredentials {
        guard let data = try await tokens.usable(isForOneLogin: true) else { return RequestCredentials() }
        return try await credentials(from: data, for: url)
    }

    public func credentials(
        replacing refused: RequestCredentials, for url: URL
    ) async throws(DirectusError) -> RequestCredentials? {
        guard let source = refused.source, let data = try await tokens.replacement(for: source) else { return nil }
        return try await credentials(from: data, for: url)
    }

    public func observe(_ response: TransportResponse) async {
        await tokens.learn(from: response)
    }

    private func credentials(
        from data: AuthenticationData, for url: URL
    ) async throws(DirectusError) -> RequestCredentials {
        if policy == .omit {
            guard data.accessToken != nil else { throw Self.withoutCookies }
            return RequestCredentials(bearer: data.accessToken, cookie: nil, source: data)
        }
        let now = await tokens.serverTime.time(at: endpoint.core.options.clock.now)
        let cookie = CookieJar(data.cookies).header(for: url, now: now)
        if data.accessToken == nil, cookie == nil {
            throw DirectusError(
                code: .notSignedIn,
                message: "The session's cookie does not fit \(url.path): see its Path and Secure attributes.")
        }
        return RequestCredentials(bearer: data.accessToken, cookie: cookie, source: data)
    }

    /// In session mode the cookie is all there is: without it, somebody who is signed in would ask as nobody.
    static let withoutCookies = DirectusError.invalidArgument(
        "Session mode needs cookies: compose the client without 'credentials: .omit', or sign in in another mode.")

    // MARK: What AuthenticationClient offers

    func login(
        provider: String?, identity: LoginIdentity, password: String, otp: String?,
        mode: AuthenticationMode?
    ) async throws(DirectusError) -> AuthenticationData {
        let logouts = await tokens.logoutCount
        let body = AuthenticationEndpoint.loginBody(identity, password: password, otp: otp, mode: mode ?? self.mode)
        let (data, time) = try await endpoint.login(provider: provider, body: body, mode: mode ?? self.mode)
        do throws(DirectusError) {
            try await tokens.begin(with: data, time: time, logoutsBefore: logouts)
        } catch {
            // It is signed in, and is stored as soon as the storage can be written.
            if error.code != .storageUnavailable { throw error }
        }
        return data
    }

    func refresh() async throws(DirectusError) -> AuthenticationData {
        guard let data = try await tokens.refresh() else {
            throw DirectusError(code: .notSignedIn, message: "Nobody is signed in, so there is nothing to refresh.")
        }
        return data
    }
}
