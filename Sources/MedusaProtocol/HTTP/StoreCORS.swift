import HTTPTypes
import Hummingbird

/// `STORE_CORS`, in Medusa's syntax (medusa.md A1.2): origins separated by commas, each taken as it stands; what is enclosed in
/// a pair of one of `/ ~ @ ; % # '` is a regular expression. There is no wildcard: `*` is an origin that nobody has.
public struct StoreCORS: Sendable {
    private enum Entry: Sendable {
        case origin(String)
        case pattern(String, ignoresCase: Bool)
    }

    private let entries: [Entry]

    /// - Parameter text: the setting; empty: no origin.
    public init(_ text: String) {
        entries = text.split(separator: ",", omittingEmptySubsequences: true).map { Self.entry(String($0)) }
    }

    /// The entries of a setting that are no regular expressions although they are written as such.
    public static func problems(in text: String) -> [String] {
        text.split(separator: ",").map(String.init).filter { piece in
            guard case .pattern(let pattern, _) = entry(piece) else { return false }
            return (try? Regex(pattern)) == nil
        }
    }

    private static func entry(_ text: String) -> Entry {
        guard let mark = text.first, "/~@;%#'".contains(mark), let end = text.dropFirst().lastIndex(of: mark) else {
            return .origin(text)
        }
        let flags = text[text.index(after: end)...]
        guard flags.allSatisfy({ "gimsuy".contains($0) }) else { return .origin(text) }
        return .pattern(String(text[text.index(after: text.startIndex)..<end]), ignoresCase: flags.contains("i"))
    }

    /// Whether scripts of that origin may read answers.
    func allows(_ origin: String) -> Bool {
        entries.contains { entry in
            switch entry {
            case .origin(let listed): return listed == origin
            case .pattern(let pattern, let ignoresCase):
                guard origin.utf8.count <= 255, let regex = try? Regex(pattern) else { return false }
                return origin.firstMatch(of: ignoresCase ? regex.ignoresCase() : regex) != nil
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
