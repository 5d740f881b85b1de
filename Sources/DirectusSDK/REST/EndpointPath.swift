import OrderedJSON

/// A path of the API. What is interpolated is one segment and stays one, whatever it holds: `"/reports/\(id)"`.
public struct EndpointPath: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// The path, percent-encoded.
    private(set) var text: String
    /// Why a part cannot be a segment.
    private(set) var problem: DirectusError?

    /// A path that you have as text, with a leading slash and percent-encoded. Nothing in it is checked.
    public init(verbatim text: String) {
        self.text = text
    }

    public init(stringLiteral value: String) {
        text = value
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        problem = stringInterpolation.problem
    }

    /// The path, and another one behind it.
    func appending(_ other: EndpointPath) -> EndpointPath {
        var path = self
        path.text += other.text
        path.problem = path.problem ?? other.problem
        return path
    }

    /// Collects literal text as it is, and values as segments.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var problem: DirectusError?

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// Appends a segment, percent-encoded (RFC 3986 section 3.3). An encoded `.` or `..` is still a step up to many a server and proxy, so these two are
        /// refused: an id that a stranger chose must not reach another call (CVE-2025-48370).
        public mutating func appendInterpolation(_ key: some PrimaryKey) {
            let segment = key.segment
            if segment.isEmpty || segment == "." || segment == ".." {
                problem = problem ?? .invalidArgument("'\(segment)' cannot be a key or a name.")
            }
            text += segment.percentEncoded(keeping: "-._~")
        }
    }
}

extension String {
    /// The UTF-8 bytes, all but ASCII letters, digits and `kept` written as `%XX`.
    func percentEncoded(keeping kept: String) -> String {
        let keptBytes = Array(kept.utf8)
        var result = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where keptBytes.contains(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result +=
                    byte < 16
                    ? "%0\(String(byte, radix: 16, uppercase: true))" : "%\(String(byte, radix: 16, uppercase: true))"
            }
        }
        return result
    }
}
