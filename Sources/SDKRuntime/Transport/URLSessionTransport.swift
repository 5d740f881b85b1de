#if canImport(FoundationNetworking)
    import Foundation
    public import FoundationNetworking
#else
    public import Foundation
#endif

/// Sends over a `URLSession` of its own, which keeps no cookies, no cache and no credentials.
///
/// FoundationNetworking's cookie jar ignores `Max-Age`, `Path` and `Secure` and overrides a hand-set `Cookie` header, and
/// it carries `Authorization` along to another host on a redirect: so the jar is off, and only redirects within the
/// same origin (RFC 6454) are followed. Another redirect is the answer itself.
public final class URLSessionTransport: HTTPTransport {
    private let session: URLSession

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
        session = URLSession(configuration: configuration, delegate: SameOriginRedirects(), delegateQueue: nil)
    }

    deinit {
        session.finishTasksAndInvalidate()
    }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        var message = URLRequest(url: request.url)
        message.httpMethod = request.method
        message.httpBody = request.body
        message.httpShouldHandleCookies = false
        for field in request.headers.fields { message.addValue(field.value, forHTTPHeaderField: field.name) }
        if let timeout = request.timeout { message.timeoutInterval = timeout.seconds }
        let (body, answer) = try await session.data(for: message)
        guard let answer = answer as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        return TransportResponse(status: answer.statusCode, headers: Self.fields(of: answer), body: body)
    }

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

/// Follows a redirect only to the origin that it came from.
private final class SameOriginRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        let isSameOrigin = Origin(response.url) == Origin(request.url) && Origin(request.url) != nil
        completionHandler(isSameOrigin ? request : nil)
    }
}
