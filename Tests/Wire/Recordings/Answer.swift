import SallyportCore
import TestSupport

/// What counts of an answer, be it recorded or live.
struct Answer: Sendable {
    var status: Int
    /// By lower-case name; those of ``comparedHeaders`` only.
    var headers: [String: String]
    /// By name.
    var cookies: [CookieField]
    var body: Body
    /// When it was given: by its `Date` field, or by the clock of the live server.
    let moment: Timestamp

    enum Body: Sendable {
        case none
        case text(String)
        case json(JSON)
    }

    /// The headers that the specification names (Directus spec sections 0.1, 3.3 to 3.5), and what follows from them.
    private static let comparedHeaders: Set = [
        "allow", "cache-control", "content-security-policy", "content-type", "cross-origin-opener-policy", "location",
        "retry-after", "vary",
    ]

    /// A recorded answer.
    init?(recorded json: JSON) {
        guard case .integer(let status)? = json["status"], let fields = json["headers"]?.object,
            let moment = fields["date"]?.string.flatMap(Timestamp.init(httpDate:))
        else { return nil }
        let values = fields.members.flatMap { member in
            (member.value.array ?? [member.value]).compactMap(\.string).map { (member.name, $0) }
        }
        self.init(status: Int(status), fields: values, text: json["body"]?.string ?? "", moment: moment)
    }

    /// A live answer.
    init(_ answer: HTTPAnswer, at moment: Timestamp) {
        self.init(
            status: answer.status, fields: answer.headers.map { ($0.name.lowercased(), $0.value) }, text: answer.text,
            moment: moment)
    }

    private init(status: Int, fields: [(String, String)], text: String, moment: Timestamp) {
        self.status = status
        self.moment = moment
        let compared = fields.filter { name, _ in
            Self.comparedHeaders.contains(name) || name.hasPrefix("access-control-")
        }
        headers = Dictionary(compared) { "\($0), \($1)" }
        cookies = fields.filter { $0.0 == "set-cookie" }.map { CookieField($0.1) }.sorted { $0.name < $1.name }
        if text.isEmpty {
            body = .none
        } else if headers["content-type"]?.contains("json") == true, let json = try? JSON(parsing: text.utf8) {
            body = .json(json)
        } else {
            body = .text(text)
        }
    }
}
