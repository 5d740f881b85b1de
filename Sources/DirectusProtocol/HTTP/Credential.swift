import HTTPTypes
import Hummingbird

/// The token that a request shows, and where (Directus spec section 3.1).
struct Credential {
    enum Source: Hashable { case query, header, cookie }

    var text: String
    var source: Source

    /// - Throws: 400 if query and header both hold one.
    static func of(_ request: Request, sessionCookie: String) throws(DirectusError) -> Credential? {
        let header = bearer(request)
        let query = queryToken(request)
        if header != nil, query != nil {
            throw .invalidPayload("The request uses more than one method for including an access token")
        }
        if let query { return Credential(text: query, source: .query) }
        if let header { return Credential(text: header, source: .header) }
        return request.cookie(named: sessionCookie).map { Credential(text: $0, source: .cookie) }
    }

    /// RFC 6750 section 2.1, read as the original does: the scheme in any case, exactly two parts, else ignored.
    private static func bearer(_ request: Request) -> String? {
        guard let header = request.headers[.authorization] else { return nil }
        let space = UInt8(ascii: " ")
        guard let separator = header.utf8.firstIndex(of: space), header[..<separator].lowercased() == "bearer" else {
            return nil
        }
        var token = String(header[header.utf8.index(after: separator)...])
        let hasOnePart = token.withUTF8 { bytes in !bytes.isEmpty && !bytes.contains(space) }
        return hasOnePart ? token : nil
    }

    private static func queryToken(_ request: Request) -> String? {
        guard let query = request.uri.query else { return nil }
        // A name may be written with escapes, too.
        guard query.contains("access_token") || query.contains("%") else { return nil }
        return QueryParameters(query[...])["access_token"].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension Request {
    /// The value of a cookie (RFC 6265 section 5.4); an empty one counts as none, as clearing leaves it in some browsers.
    func cookie(named name: String) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " || $0 == "\t" }
                guard let separator = trimmed.firstIndex(of: "="), trimmed[..<separator] == name else { continue }
                var value = trimmed[trimmed.index(after: separator)...]
                if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                    value = value.dropFirst().dropLast()
                }
                return value.isEmpty ? nil : String(value)
            }
        }
        return nil
    }
}
