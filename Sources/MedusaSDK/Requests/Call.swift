import OrderedJSON
import SDKRuntime

/// One call of the API, before the client's own headers and credentials are added.
struct Call: Sendable {
    /// What a call has to do with who is signed in.
    enum Purpose: Sendable {
        /// It goes out with what the client keeps.
        case ordinary
        /// It signs somebody in: what began before it is not kept any more.
        case signIn
        /// It ends this session, which the client does not keep any more; `nil` for one that is not known.
        case signOut(SessionTicket?)
    }

    var method: String
    /// Percent-encoded, with a leading slash.
    var path: String
    var query: [(name: String, value: String)] = []
    var body: JSON?
    /// What the caller adds. They win over all others.
    var headers: HeaderFields = [:]
    var purpose = Purpose.ordinary

    init(_ method: String, _ path: String, body: JSON? = nil, headers: HeaderFields, purpose: Purpose = .ordinary) {
        self.method = method
        self.path = path
        self.body = body
        self.headers = headers
        self.purpose = purpose
    }

    /// Whether the caller brought credentials: then the call neither uses nor changes what the client keeps. A server that
    /// renders for many customers calls so, for each with that customer's cookie (`specs/medusa.md` A6.3).
    var hasOwnCredentials: Bool {
        headers["Authorization"] != nil || headers["Cookie"] != nil
    }

    var isSignOut: Bool {
        if case .signOut = purpose { true } else { false }
    }

    /// Whether the path is this one or lies below it. (In JavaScript `admin` anywhere in a path makes it the admin's.)
    func isUnder(_ prefix: String) -> Bool {
        path == prefix || path.hasPrefix(prefix + "/") || path.hasPrefix(prefix + "?")
    }
}

extension HeaderFields {
    /// Puts the caller's fields over these. An empty value takes a field away.
    mutating func override(with others: HeaderFields) {
        for field in others.fields { self[field.name] = field.value.isEmpty ? nil : field.value }
    }
}
