import HTTPTypes
import Hummingbird
import Synchronization

/// `STORE_CORS`, in Medusa's syntax (medusa.md A1.2): origins separated by commas, each taken as it stands; what is enclosed in
/// a pair of one of `/ ~ @ ; % # '` is a regular expression. There is no wildcard: `*` is an origin that nobody has.
public struct StoreCORS: Sendable {
    private enum Entry: Sendable {
        case origin(String)
        case pattern(OriginPattern)
        /// What can match nothing, and why.
        case unusable(String)
    }

    private let entries: [Entry]

    /// - Parameter text: the setting; empty: no origin. What can match nothing is passed over: ``problems(in:)`` tells of it.
    public init(_ text: String) {
        entries = text.split(separator: ",").map { Self.entry(String($0)) }
    }

    /// The entries of a setting that could never match an origin, and why.
    public static func problems(in text: String) -> [(entry: String, reason: String)] {
        text.split(separator: ",").map(String.init).compactMap { piece in
            guard case .unusable(let reason) = entry(piece) else { return nil }
            return (piece, reason)
        }
    }

    private static func entry(_ text: String) -> Entry {
        if text.contains(where: \.isWhitespace) { return .unusable("holds a space, which is part of the entry") }
        if text == "*" { return .unusable("is no wildcard in Medusa: all origins are /.*/") }
        guard let mark = text.first, "/~@;%#'".contains(mark) else {
            return problem(ofOrigin: text).map(Entry.unusable) ?? .origin(text)
        }
        guard let end = text.dropFirst().lastIndex(of: mark) else { return .unusable("has no second «\(mark)»") }
        let flags = text[text.index(after: end)...]
        guard flags.allSatisfy({ "gimsuy".contains($0) }) else { return .unusable("has flags that are none: \(flags)") }
        let pattern = String(text[text.index(after: text.startIndex)..<end])
        guard let pattern = OriginPattern(pattern, ignoresCase: flags.contains("i")) else {
            return .unusable("is no regular expression")
        }
        return .pattern(pattern)
    }

    /// Why a browser never sends that as an origin (RFC 6454 section 6.1), or anybody can; `nil` if it is a good one.
    private static func problem(ofOrigin text: String) -> String? {
        if text == "null" { return "is the origin of any page in a sandboxed frame" }
        if text.contains("*") { return "has no wildcard in Medusa: write a regular expression" }
        let parts = text.split(separator: "://", maxSplits: 1)
        guard parts.count == 2, !parts[1].contains("/"), text.lowercased() == text else {
            return "is no origin: scheme and host in small letters, and no slash at the end"
        }
        let isDefault = (parts[0] == "https" && text.hasSuffix(":443")) || (parts[0] == "http" && text.hasSuffix(":80"))
        return isDefault ? "names the port that browsers leave out" : nil
    }

    /// Whether scripts of that origin may read answers.
    func allows(_ origin: String) -> Bool {
        entries.contains { entry in
            switch entry {
            case .origin(let listed): listed == origin
            case .pattern(let pattern): pattern.matches(origin)
            case .unusable: false
            }
        }
    }

    /// The answer to a preflight, whatever was asked for (recording `store/auth/preflight`).
    func preflight(_ request: Request) -> Response {
        var response = Response(
            status: .noContent,
            headers: [.accessControlAllowMethods: "GET,HEAD,PUT,PATCH,POST,DELETE"])
        if let asked = request.headers[.accessControlRequestHeaders] {
            response.headers[.accessControlAllowHeaders] = asked
        }
        decorate(&response, for: request)
        response.headers[.vary] = "Origin, Access-Control-Request-Headers"
        return response
    }

    /// Adds what tells a browser who may read the answer, on errors too.
    func decorate(_ response: inout Response, for request: Request) {
        if let origin = request.headers[.origin], allows(origin) {
            response.headers[.accessControlAllowOrigin] = origin
        }
        response.headers[.vary] = "Origin"
        response.headers[.accessControlAllowCredentials] = "true"
    }
}

/// A regular expression for origins, compiled once: `Regex` itself can't be handed from one task to another.
private final class OriginPattern: Sendable {
    private let regex: Mutex<Regex<AnyRegexOutput>>

    /// `nil` if it is none.
    init?(_ pattern: String, ignoresCase: Bool) {
        guard let regex = try? Regex(pattern) else { return nil }
        self.regex = Mutex(ignoresCase ? regex.ignoresCase() : regex)
    }

    func matches(_ origin: String) -> Bool {
        guard origin.utf8.count <= 255 else { return false }
        return regex.withLock { origin.firstMatch(of: $0) != nil }
    }
}
