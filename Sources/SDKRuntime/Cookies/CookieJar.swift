package import Foundation

/// The cookies of one client, after RFC 6265 section 5.3 and 5.4. A client speaks with one origin only, so there is no list
/// of public suffixes: a cookie for a whole domain never goes to another host.
package struct CookieJar: Sendable, Equatable {
    /// The cookies, the oldest first.
    package private(set) var cookies: [Cookie]

    /// A jar with these cookies in it.
    package init(_ cookies: [Cookie] = []) {
        self.cookies = cookies
    }

    /// Why a cookie was not kept.
    package enum Refusal: Equatable, Sendable {
        /// It is `Secure`, and came over http.
        case secureOverHTTP(name: String)
        /// Its `Domain` is not this host's.
        case foreignDomain(name: String, domain: String)
    }

    /// Keeps, replaces or removes cookies as an answer's `Set-Cookie` lines say.
    ///
    /// - Parameters:
    ///   - lines: the values of the `Set-Cookie` fields.
    ///   - url: where the answer came from.
    ///   - now: the server's time: what `Expires` is meant in.
    /// - Returns: what was refused, for an error that says why.
    @discardableResult
    package mutating func store(_ lines: [String], from url: URL, now: Date) -> [Refusal] {
        guard let origin = Origin(url) else { return [] }
        return lines.compactMap { SetCookie($0) }.compactMap {
            store($0, from: origin, path: url.path(percentEncoded: true), now: now)
        }
    }

    private mutating func store(_ line: SetCookie, from origin: Origin, path: String, now: Date) -> Refusal? {
        let domain = line.domain.flatMap { $0.isEmpty ? nil : $0 }
        if let domain, !Self.host(origin.host, matches: domain) {
            return .foreignDomain(name: line.name, domain: domain)
        }
        // RFC 6265bis section 5.7: what is secure is not taken from a connection that is not.
        if line.isSecure, !origin.isSecure { return .secureOverHTTP(name: line.name) }
        let expiresAt = line.maxAge.map { $0 > 0 ? now.addingTimeInterval(Double($0)) : .distantPast } ?? line.expires
        let cookie = Cookie(
            name: line.name, value: line.value, domain: domain ?? origin.host, isHostOnly: domain == nil,
            path: line.path ?? Self.defaultPath(path), isSecure: line.isSecure,
            expiresAt: expiresAt.map(\.roundedToMilliseconds))
        let place = cookies.firstIndex {
            $0.name == cookie.name && $0.domain == cookie.domain && $0.path == cookie.path
        }
        let isRemoval = expiresAt.map { $0 <= now } ?? false
        switch (place, isRemoval) {
        case (let place?, true): cookies.remove(at: place)
        case (let place?, false): cookies[place] = cookie
        case (nil, false): cookies.append(cookie)
        case (nil, true): break
        }
        return nil
    }

    /// The value of the `Cookie` header for a request; `nil` for none.
    ///
    /// - Parameter now: the server's time. Without it, cookies that have expired go along too: when the device's clock
    ///   may be wrong, the server shall judge.
    package func header(for url: URL, now: Date?) -> String? {
        guard let origin = Origin(url) else { return nil }
        // Not `path`, which drops a slash at the end and decodes %2F.
        let path = url.path(percentEncoded: true)
        let matching = cookies.filter { cookie in
            (cookie.isHostOnly ? cookie.domain == origin.host : Self.host(origin.host, matches: cookie.domain))
                && Self.path(path.isEmpty ? "/" : path, matches: cookie.path) && (!cookie.isSecure || origin.isSecure)
                && !Self.hasExpired(cookie, now: now)
        }
        guard !matching.isEmpty else { return nil }
        // RFC 6265 section 5.4: longer paths first, then the older ones; the sort must keep the order of equals.
        let ordered = matching.enumerated().sorted {
            ($1.element.path.count, $0.offset) < ($0.element.path.count, $1.offset)
        }
        return ordered.map { "\($0.element.name)=\($0.element.value)" }.joined(separator: "; ")
    }

    private static func hasExpired(_ cookie: Cookie, now: Date?) -> Bool {
        guard let now, let expiresAt = cookie.expiresAt else { return false }
        return expiresAt <= now
    }

    /// RFC 6265 section 5.1.3: the same, or a host below the domain; an address is below nothing.
    private static func host(_ host: String, matches domain: String) -> Bool {
        host == domain || host.hasSuffix("." + domain) && !isAddress(host)
    }

    private static func isAddress(_ host: String) -> Bool {
        host.contains(":") || host.split(separator: ".").allSatisfy { Int($0) != nil }
    }

    /// RFC 6265 section 5.1.4.
    private static func path(_ path: String, matches cookiePath: String) -> Bool {
        path == cookiePath
            || path.hasPrefix(cookiePath)
                && (cookiePath.hasSuffix("/") || path.dropFirst(cookiePath.count).first == "/")
    }

    /// RFC 6265 section 5.1.4: the directory of the request's path.
    private static func defaultPath(_ path: String) -> String {
        guard path.hasPrefix("/"), let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}

extension Date {
    /// Cut to whole milliseconds, so that what was stored and read again is equal to what was kept. What a server sets
    /// for all eternity ends in the distant future, which can still be written down.
    package var roundedToMilliseconds: Date {
        guard timeIntervalSince1970.isFinite else { return .distantPast }
        let date = min(max(self, .distantPast), .distantFuture)
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }
}
