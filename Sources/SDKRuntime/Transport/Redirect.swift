import Foundation

extension TransportRequest {
    /// The request that a redirect asks for, as long as it stays within the origin (RFC 6454): it may carry a token.
    ///
    /// - Returns: `nil` when the answer is no such redirect: then it is the answer.
    package func redirected(by response: TransportResponse) -> TransportRequest? {
        guard [301, 302, 303, 307, 308].contains(response.status), let location = response.headers["Location"],
            let target = URL(string: location, relativeTo: url)?.absoluteURL, let origin = Origin(target),
            origin == Origin(url)
        else { return nil }
        var next = self
        next.url = target
        // RFC 9110 section 15.4: 303 leads to a page to fetch, and so do, by old custom, 301 and 302 after a POST.
        if response.status == 303 && method != "HEAD" || response.status <= 302 && method == "POST" {
            next.method = "GET"
            next.body = nil
            next.headers["Content-Type"] = nil
        }
        return next
    }
}
