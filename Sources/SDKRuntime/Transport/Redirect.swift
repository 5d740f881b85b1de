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
        // RFC 9110 section 15.4 turns a POST into a GET at a 303, and by old custom at a 301 and 302: then nothing would be
        // written, and it would look as if it was. So such an answer is the answer.
        let isReading = ["GET", "HEAD"].contains(method)
        guard isReading || response.status == 307 || response.status == 308 else { return nil }
        var next = self
        next.url = target
        return next
    }
}
