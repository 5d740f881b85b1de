import SallyportCore

/// Where a request shows a token.
enum Slot: Hashable, Sendable, CustomStringConvertible {
    /// `Authorization: Bearer …`, in whatever case.
    case bearer
    case cookie(String)
    /// `refresh_token` in the body.
    case refreshToken
    /// `token` in the body or in the query: of a mail.
    case oneTimeToken
    /// `secret` in the body: of an authenticator app.
    case seed
    /// `otp` in the body.
    case oneTimePassword
    /// Not a token: `role` in the body.
    case role
    /// Not a token: an account's id in the path.
    case account
    /// Not a token: the whole body, where the recording has only an abridged one.
    case wholeBody

    var description: String {
        switch self {
        case .bearer: "bearer"
        case .cookie(let name): "cookie \(name)"
        case .refreshToken: "refresh_token"
        case .oneTimeToken: "token"
        case .seed: "secret"
        case .oneTimePassword: "otp"
        case .role: "role"
        case .account: "account"
        case .wholeBody: "body"
        }
    }
}

extension RecordedRequest {
    /// What the request shows, and where.
    var shown: [Slot: String] {
        var shown: [Slot: String] = [:]
        for (name, value) in headers {
            switch name.lowercased() {
            case "authorization":
                if value.lowercased().hasPrefix("bearer ") { shown[.bearer] = String(value.dropFirst("bearer ".count)) }
            case "cookie":
                for pair in value.split(separator: ";").map({ $0.drop { $0 == " " } }) {
                    let parts = pair.split(separator: "=", maxSplits: 1)
                    if parts.count == 2 { shown[.cookie(String(parts[0]))] = String(parts[1]) }
                }
            default: break
            }
        }
        let json = body.flatMap { try? JSON(parsing: $0.utf8) }
        if let token = json?["refresh_token"]?.string { shown[.refreshToken] = token }
        if let token = json?["token"]?.string { shown[.oneTimeToken] = token }
        if let token = path.firstMatch(of: /[?&]token=([^&]+)/)?.1 { shown[.oneTimeToken] = String(token) }
        if let seed = json?["secret"]?.string { shown[.seed] = seed }
        if let code = json?["otp"]?.string { shown[.oneTimePassword] = code }
        if let role = json?["role"]?.string { shown[.role] = role }
        if let id = path.firstMatch(of: /\/users\/([0-9a-f\-]{36})/)?.1 { shown[.account] = String(id) }
        if let body, body.hasSuffix(" characters in all>") { shown[.wholeBody] = body }
        return shown
    }

    /// The request with other values in those slots, all else unchanged.
    func replacing(_ slots: [Slot: String]) -> (path: String, headers: [(String, String)], body: [UInt8]?) {
        let shown = shown
        var path = path
        var headers = headers.filter { $0.name.lowercased() != "content-length" }
        var body = body
        for (slot, value) in slots {
            guard let recorded = shown[slot] else { continue }
            switch slot {
            case .bearer, .cookie:
                headers = headers.map { ($0.name, $0.value.replacing(recorded, with: value)) }
            case .refreshToken, .seed, .oneTimePassword, .role:
                body = body?.replacing("\"\(recorded)\"", with: "\"\(value)\"")
            case .oneTimeToken:
                body = body?.replacing("\"\(recorded)\"", with: "\"\(value)\"")
                path = path.replacing("token=\(recorded)", with: "token=\(value)")
            case .account: path = path.replacing(recorded, with: value)
            case .wholeBody: body = value
            }
        }
        return (path, headers.map { ($0.name, $0.value) }, body.map { Array($0.utf8) })
    }
}
