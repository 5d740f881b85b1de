import Foundation
import SDKRuntime

/// Where the server is.
struct Endpoint: Sendable {
    let baseURL: URL

    /// The origin that tokens and cookies belong to; empty for an address that is none.
    var origin: String { Origin(baseURL)?.text ?? "" }

    /// The URL of a path of the API. The base URL's own path stays in front of it, its query and fragment do not count.
    ///
    /// - Parameter path: with a leading slash, percent-encoded; it may have a query already.
    /// - Throws: `invalidArgument` for a base URL that is not http or https, and for a path that is none.
    func url(_ path: String, query: [(name: String, value: String)] = []) throws(MedusaError) -> URL {
        guard let origin = Origin(baseURL) else {
            throw .invalidArgument(
                "'\(baseURL.scheme ?? "")' is no address of a Medusa: give a URL such as https://shop.example.com.")
        }
        var base = URLComponents(url: baseURL, resolvingAgainstBaseURL: true)?.percentEncodedPath ?? ""
        while base.hasSuffix("/") { base.removeLast() }
        let parameters = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
        let separator = parameters.isEmpty ? "" : path.contains("?") ? "&" : "?"
        guard path.hasPrefix("/"),
            let url = URL(
                string: origin.text + base + path + separator + parameters, encodingInvalidCharacters: false)
        else {
            throw .invalidArgument(
                "'\(path.prefix { $0 != "?" })' is no path: begin with a slash, and percent-encode what is not plain text."
            )
        }
        return url
    }
}

extension String {
    /// The text as one segment of a path, percent-encoded (RFC 3986 section 3.3). The JavaScript client puts an e-mail
    /// address into the path as it is, so that `#`, `?`, `/` and `%` break it (`specs/medusa.md` A6.7).
    ///
    /// - Throws: `invalidArgument` for an empty text, which would be another call's path, and for `.` and `..`, which are a
    ///   step up to many a server and proxy however they are encoded.
    var pathSegment: String {
        get throws(MedusaError) {
            guard !isEmpty, self != ".", self != ".." else {
                throw .invalidArgument("'\(self)' cannot be a part of a path.")
            }
            return percentEncoded
        }
    }

    /// The UTF-8 bytes, all but RFC 3986's unreserved characters written as `%XX`.
    var percentEncoded: String {
        var result = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": result.unicodeScalars.append(scalar)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
