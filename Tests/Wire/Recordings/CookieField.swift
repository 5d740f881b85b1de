import Foundation
import SallyportCore

/// A `Set-Cookie` field, taken apart (RFC 6265 section 4.1).
struct CookieField: Sendable {
    let name: String
    let value: String
    /// By name as written; a flag has an empty value.
    var attributes: [String: String]

    init(_ text: String) {
        let parts = text.split(separator: ";").map { part in
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(pair[0]), value: pair.count > 1 ? String(pair[1]) : "")
        }
        name = parts.first?.name ?? ""
        value = parts.first?.value ?? ""
        attributes = Dictionary(parts.dropFirst().map { ($0.name, $0.value) }) { "\($0), \($1)" }
    }

    /// Whether the cookie is taken from the client.
    var isCleared: Bool { value.isEmpty }

    /// What is wrong with `Expires`, which must say the same as `Max-Age`; `nil` if nothing is.
    func expiryProblem(at moment: Timestamp) -> String? {
        guard let lifetime = attributes["Max-Age"].flatMap({ Int64($0) }) else {
            return attributes["Expires"].map { "Expires=\($0) without Max-Age" }
        }
        guard let expiry = attributes["Expires"].flatMap(Timestamp.init(httpDate:)) else { return "no Expires" }
        let off = expiry.seconds - moment.seconds - lifetime
        // Gone is gone: how long ago does not matter. `Date` and `Expires` may have been written in different seconds.
        return (lifetime == 0 ? off <= 0 : abs(off) <= 1) ? nil : "Expires is \(off) s off Max-Age"
    }
}

extension Timestamp {
    /// RFC 9110 section 5.6.7: `Fri, 12 Jun 2026 10:00:00 GMT`.
    init?(httpDate text: String) {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        guard let date = formatter.date(from: text) else { return nil }
        self.init(milliseconds: Int64(date.timeIntervalSince1970) * 1000)
    }
}
