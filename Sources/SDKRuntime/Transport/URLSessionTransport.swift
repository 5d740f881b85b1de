#if canImport(FoundationNetworking)
    import Foundation
    public import FoundationNetworking
#else
    public import Foundation
#endif

/// Sends over a `URLSession` of its own, which keeps no cookies, no cache and no credentials.
///
/// FoundationNetworking's cookie jar ignores `Max-Age`, `Path` and `Secure` and overrides a hand-set `Cookie` header: so
/// the jar is off. On a redirect it carries `Authorization` along to another host and forgets the body, and Apple's
/// Foundation drops `Authorization` even within the origin: so redirects are followed here, within the same origin
/// (RFC 6454) only. Another redirect is the answer itself. A timeout is rounded up to whole seconds.
public final class URLSessionTransport: HTTPTransport {
    private let session: URLSession
    #if canImport(FoundationNetworking)
        /// For requests that must not be sent twice.
        private let writing: URLSession
    #endif

    /// A transport with a session of its own.
    ///
    /// - Parameter configuration: what the session starts from (proxies, protocol classes, `waitsForConnectivity`);
    ///   cookies, cache and stored credentials are switched off whatever it says.
    public init(configuration: URLSessionConfiguration = .ephemeral) {
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.urlCredentialStorage = nil
        session = URLSession(configuration: configuration, delegate: Refusals(), delegateQueue: nil)
        #if canImport(FoundationNetworking)
            writing = URLSession(configuration: configuration, delegate: Refusals(), delegateQueue: nil)
        #endif
    }

    deinit {
        session.finishTasksAndInvalidate()
        #if canImport(FoundationNetworking)
            writing.finishTasksAndInvalidate()
        #endif
    }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        guard let deadline = request.deadline else { return try await follow(request) }
        return try await withThrowingTaskGroup(of: TransportResponse.self) { group in
            group.addTask { try await self.follow(request) }
            group.addTask {
                try await Task.sleep(for: deadline)
                throw URLError(.timedOut)
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw URLError(.unknown) }
            return first
        }
    }

    /// Sends, and follows redirects within the origin.
    private func follow(_ request: TransportRequest) async throws -> TransportResponse {
        var request = request
        for _ in 0...Self.longestChain {
            let response = try await exchange(request)
            guard request.followsRedirects, let next = request.redirected(by: response) else { return response }
            request = next
        }
        throw URLError(.httpTooManyRedirects)
    }

    /// As many redirects as Foundation follows.
    private static let longestChain = 20

    private func exchange(_ request: TransportRequest) async throws -> TransportResponse {
        // Foundation on Linux notices too late: the request would still go out.
        try Task.checkCancellation()
        var message = URLRequest(url: request.url)
        message.httpMethod = request.method
        message.httpBody = request.body
        message.httpShouldHandleCookies = false
        for field in request.headers.fields { message.addValue(field.value, forHTTPHeaderField: field.name) }
        #if canImport(FoundationNetworking)
            // When a kept connection breaks, libcurl sends again by itself, even what must not be sent twice, and that
            // without its body. So what writes gets a connection of its own.
            let session = RetryPolicy.isIdempotent(request.method) ? session : writing
            if session === writing { message.setValue("close", forHTTPHeaderField: "Connection") }
        #endif
        // Foundation on Linux cuts to whole seconds, and none is over at once.
        if let timeout = request.timeout { message.timeoutInterval = max(1, timeout.seconds.rounded(.up)) }
        let (body, answer): (Data, URLResponse)
        do {
            (body, answer) = try await session.data(for: message)
        } catch URLError.cancelled where !Task.isCancelled {
            // Nobody else cancels: see `Refusals`.
            throw URLError(.userAuthenticationRequired)
        }
        #if canImport(FoundationNetworking)
            if session === writing { await Self.letGo() }
        #endif
        guard let answer = answer as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        return TransportResponse(status: answer.statusCode, headers: Self.fields(of: answer), body: body)
    }

    #if canImport(FoundationNetworking)
        /// Waits until what watched a closed connection has gone.
        ///
        /// libcurl closes the connection of a request that was the last on it, and the system gives its number to the next
        /// one, while Foundation's dispatch source of that number is still being cancelled: then the new connection is
        /// never called writable, the header goes out, and the body never does.
        private static func letGo() async {
            try? await Task.sleep(for: .milliseconds(20))
        }
    #endif

    /// Foundation joins lines of one name with commas; what sets cookies is taken apart again.
    private static func fields(of answer: HTTPURLResponse) -> HeaderFields {
        var fields = HeaderFields()
        for (name, value) in answer.allHeaderFields {
            guard let name = name as? String, let value = value as? String else { continue }
            if name.lowercased() == "set-cookie" {
                for line in SetCookie.lines(ofJoined: value) { fields.append(name, line) }
            } else {
                fields.append(name, value)
            }
        }
        return fields
    }
}

/// Keeps Foundation from doing anything on its own.
private final class Refusals: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    #if canImport(FoundationNetworking)
        /// When `WWW-Authenticate: Basic` asks for a password and there is none, Foundation on Linux neither answers nor
        /// times out (swift-corelibs-foundation issue 5456). Refused, it cancels the request, as if the caller had.
        func urlSession(
            _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
            completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
        ) {
            completionHandler(.cancelAuthenticationChallenge, nil)
        }
    #endif
}
