import Foundation
import SDKRuntime

/// The way of a command: credentials, hooks, sending, one refresh and one repeat if the server refuses the token, reading.
struct RequestPipeline<Credentials: Authentication>: Sendable {
    let core: ClientCore
    let rest: RESTFeature
    let cookies: CookieStore?
    let authentication: Credentials

    func response<Output: Sendable>(
        for command: RESTCommand<Output>
    ) async throws(DirectusError) -> RESTResponse<Output> {
        var sent: TransportRequest?
        do throws(DirectusError) {
            return try await response(for: command, sent: &sent)
        } catch {
            guard let onError = rest.onError else { throw error }
            throw await onError(error, sent)
        }
    }

    private func response<Output: Sendable>(
        for command: RESTCommand<Output>, sent: inout TransportRequest?
    ) async throws(DirectusError) -> RESTResponse<Output> {
        if let problem = command.problem { throw problem }
        let url = try core.url(path: command.path, parameters: command.query.parameters + command.parameters)
        var credentials = try await credentials(of: command, for: url)
        var (request, response, content) = try await exchange(command, url: url, credentials: credentials, sent: &sent)
        if case .failure(let error) = content, mayRepeat(command, request: request, with: credentials, after: error),
            let others = try await authentication.credentials(replacing: credentials, for: url)
        {
            credentials = others
            (request, response, content) = try await exchange(command, url: url, credentials: credentials, sent: &sent)
        }
        let read = try content.get()
        return RESTResponse(
            data: try command.read(read), document: read.document, status: response.status, headers: response.headers)
    }

    /// Sends once, and reads.
    private func exchange<Output: Sendable>(
        _ command: RESTCommand<Output>, url: URL, credentials: RequestCredentials, sent: inout TransportRequest?
    ) async throws(DirectusError) -> (TransportRequest, TransportResponse, Result<ResponseContent, DirectusError>) {
        if rest.credentials == .omit, credentials.bearer == nil, credentials.cookie != nil {
            throw Session.withoutCookies
        }
        var request = await self.request(for: command, url: url, credentials: credentials)
        for hook in [command.onRequest, rest.onRequest] {
            guard let hook else { continue }
            do { request = try await hook(request) } catch { throw Self.hookFailed(error) }
        }
        if Origin(request.url) != Origin(url) {
            // A hook sends it elsewhere: the client's credentials are for its own server.
            if request.headers["Authorization"] == credentials.bearer.map({ "Bearer \($0)" }) {
                request.headers["Authorization"] = nil
            }
            request.headers["Cookie"] = nil
        }
        sent = request
        var response = try await core.sendAgainIfNeeded(request, isRepeatable: !command.acceptsRedirect)
        if Origin(request.url) == Origin(url) {
            await authentication.observe(response)
            await cookies?.store(response, from: request.url, now: core.options.clock.now)
        }
        if command.acceptsRedirect, (300..<400).contains(response.status) {
            response = TransportResponse(status: response.status, headers: response.headers)
            return (
                request, response, .success(ResponseContent(data: nil, document: nil, text: "", response: response))
            )
        }
        do throws(DirectusError) {
            // Hooks see answers that went well (`specs/directus.md` 5.5), and what they return is read once more.
            var content = try ResponseReader.content(of: response, to: request, now: core.options.clock.now)
            for hook in [command.onResponse, rest.onResponse] {
                guard let hook else { continue }
                do { response = try await hook(response, request) } catch { throw Self.hookFailed(error) }
                content = try ResponseReader.content(of: response, to: request, now: core.options.clock.now)
            }
            return (request, response, .success(content))
        } catch {
            return (request, response, .failure(error))
        }
    }

    private func credentials<Output>(
        of command: RESTCommand<Output>, for url: URL
    ) async throws(DirectusError) -> RequestCredentials {
        switch command.access {
        case .client where command.headers["Authorization"] == nil: try await authentication.credentials(for: url)
        case .client, .cookies, .none: RequestCredentials()
        case .token(let token): RequestCredentials(bearer: token)
        }
    }

    private func request<Output>(
        for command: RESTCommand<Output>, url: URL, credentials: RequestCredentials
    ) async -> TransportRequest {
        var headers = command.headers
        if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        if let bearer = credentials.bearer { headers["Authorization"] = "Bearer \(bearer)" }
        if rest.credentials != .omit {
            var cookie = credentials.cookie
            if cookie == nil, sendsCookies(command) {
                cookie = await cookies?.header(for: url, now: core.options.clock.now)
            }
            if let cookie { headers["Cookie"] = cookie }
        }
        var request = TransportRequest(
            method: command.method, url: url, headers: headers, body: command.body.map { Data($0.bytes) },
            timeout: core.options.timeout)
        request.followsRedirects = !command.acceptsRedirect
        return request
    }

    /// Whether the kept cookies go along: not where they prove nothing, since the server refuses any call with a session
    /// cookie that is no good (`specs/directus.md` 3.2).
    private func sendsCookies<Output>(_ command: RESTCommand<Output>) -> Bool {
        switch command.access {
        case .client: command.headers["Authorization"] == nil
        case .cookies: true
        case .none, .token: false
        }
    }

    /// Whether the server refused the client's own credentials, and others may help (`specs/directus.md` 13.1). Not when
    /// the caller or a hook brought a token, and not where the code speaks of a password in the body.
    private func mayRepeat<Output>(
        _ command: RESTCommand<Output>, request: TransportRequest, with credentials: RequestCredentials,
        after error: DirectusError
    ) -> Bool {
        guard case .client = command.access,
            request.headers["Authorization"] == credentials.bearer.map({ "Bearer \($0)" })
        else { return false }
        return switch (error.status, error.code) {
        case (401, .tokenExpired): true
        case (401, .invalidCredentials), (403, .invalidToken): !command.checksPassword
        default: false
        }
    }

    private static func hookFailed(_ error: any Error) -> DirectusError {
        if let error = error as? DirectusError { return error }
        if error is CancellationError { return .cancelled }
        return DirectusError(code: .hookFailed, message: "A hook of the app failed.", underlyingError: error)
    }
}
