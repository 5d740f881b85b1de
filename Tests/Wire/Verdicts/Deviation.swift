import SallyportCore

/// A difference on purpose: its number in design section 7 and `docs/compatibility.md`, and what exactly we answer instead.
struct Deviation: Sendable {
    let number: String
    let change: @Sendable (inout Answer, [Recording]) throws -> Void

    /// Clearing a cookie says `Max-Age=0`. All else stays as recorded.
    static let d10 = Deviation(number: "D10") { answer, _ in
        for index in answer.cookies.indices where answer.cookies[index].isCleared {
            answer.cookies[index].attributes["Max-Age"] = "0"
        }
    }

    /// An answer that carries tokens says `no-store`. All else stays as recorded.
    static let d18 = Deviation(number: "D18") { answer, _ in
        answer.headers["cache-control"] = "no-store"
    }

    /// The rejected password is not echoed. All else stays as recorded.
    static let d9 = Deviation(number: "D9") { answer, _ in
        guard case .json(let body) = answer.body, let error = body["errors"]?.array?.first,
            let message = error["message"], let members = error["extensions"]?.object?.members
        else { return }
        var extensions = JSON.Object()
        for member in members where member.name != "invalid" { extensions.append(member.name, member.value) }
        answer.body = .json(["errors": [["message": message, "extensions": .object(extensions)]]])
    }

    /// The seed of an authenticator app is twice as long. All else stays as recorded.
    static let d5Seed = Deviation(number: "D5") { answer, _ in
        guard case .json(let body) = answer.body, let seed = body["data"]?["secret"]?.string else { return }
        answer.body = .json(try JSON(parsing: body.text.replacing(seed, with: seed + seed).utf8))
    }

    /// A browser also keeps that somebody has signed in there, for a year, in a cookie of the other's attributes.
    static let device = Deviation(number: "S47") { answer, _ in
        guard let other = answer.cookies.first else { return }
        var cookie = CookieField("sallyport_device=\(String(repeating: "A", count: 38))")
        cookie.attributes = other.attributes
        cookie.attributes["Max-Age"] = "31536000"
        answer.cookies = (answer.cookies + [cookie]).sorted { $0.name < $1.name }
    }

    /// Too many guesses: none more is judged until the window ends. Nothing of the recorded answer stays.
    static func exceeded(_ number: String, limit: Int64, seconds: Int64) -> Self {
        Deviation(number: number) { answer, _ in
            answer.status = 429
            answer.headers["retry-after"] = "\(seconds)"
            answer.body = .json([
                "errors": [
                    [
                        "message": .string("Too many requests, retry after \((seconds + 30) / 60)m."),
                        "extensions": [
                            "limit": .integer(limit), "reset": "2026-11-21T20:00:00.000Z",
                            "code": "REQUESTS_EXCEEDED",
                        ],
                    ]
                ]
            ])
        }
    }

    /// The body is that one. All else stays as recorded.
    static func value(_ number: String, _ body: JSON) -> Self {
        Deviation(number: number) { answer, _ in answer.body = .json(body) }
    }

    /// The answer is the one that another case got.
    static func instead(_ number: String, as name: String) -> Self {
        Deviation(number: number) { answer, recordings in
            guard let other = recordings.first(where: { $0.name == name }) else {
                throw Recordings.Unreadable("\(number) points to \(name), which is not recorded.")
            }
            answer = other.answer
        }
    }

    fileprivate func apply(to answer: inout Answer, _ recordings: [Recording]) throws {
        try change(&answer, recordings)
    }
}

extension Answer {
    /// What we answer instead.
    func deviating(by deviations: [Deviation], _ recordings: [Recording]) throws -> Answer {
        var answer = self
        for deviation in deviations { try deviation.apply(to: &answer, recordings) }
        return answer
    }
}
