import SallyportCore

/// One line of the recordings: a request that the original server got, and what it answered.
struct Recording: Sendable {
    let number: Int
    /// `group/case`
    let name: String
    /// The settings that the server ran with, as the recording names them.
    let configuration: String
    let request: RecordedRequest
    let answer: Answer

    var group: String { String(name.prefix { $0 != "/" }) }

    /// A line, decoded.
    init(_ line: JSON) throws(Recordings.Unreadable) {
        guard case .integer(let number)? = line["n"], let name = line["name"]?.string,
            let configuration = line["config"]?.string, let request = line["request"].flatMap(RecordedRequest.init),
            let answer = line["response"].flatMap(Answer.init(recorded:))
        else { throw Recordings.Unreadable("A line of the recordings has another form: \(line.text.prefix(200))") }
        self.number = Int(number)
        self.name = name
        self.configuration = configuration
        self.request = request
        self.answer = answer
    }
}

/// A request as it was sent to the original server.
struct RecordedRequest: Sendable {
    let method: String
    let path: String
    let headers: [(name: String, value: String)]
    /// `nil` if none was sent, be it an empty one.
    let body: String?

    init?(_ json: JSON) {
        guard let method = json["method"]?.string, let path = json["path"]?.string,
            let headers = json["headers"]?.object
        else { return nil }
        self.method = method
        self.path = path
        self.headers = headers.members.compactMap { member in member.value.string.map { (member.name, $0) } }
        body = json["body"]?.string
    }
}
