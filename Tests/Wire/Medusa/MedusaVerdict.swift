import SallyportCore

/// What is expected of a case of Medusa's recordings.
enum MedusaVerdict: Sendable {
    case differs([Deviation])
    /// Of administrators, other actors, or an interface that is not ours.
    case outOfScope

    static let agrees = Self.differs([])
}

extension Deviation {
    /// M7: nobody but who signs in gets a cookie.
    static let m7 = Deviation(number: "M7") { answer, _ in
        answer.cookies.removeAll { $0.name == "connect.sid" }
    }

    /// M7: the cookie of a sign-in is lax, and over https only where the server is.
    static let m7SignIn = Deviation(number: "M7") { answer, _ in
        for index in answer.cookies.indices where answer.cookies[index].name == "connect.sid" {
            answer.cookies[index].attributes["SameSite"] = "Lax"
        }
    }

    /// M5: signing in gives the browser a new session, whatever it shows.
    static func m5(as name: String) -> Deviation {
        Deviation(number: "M5") { answer, recordings in
            guard let other = recordings.first(where: { $0.name == name }) else {
                throw Recordings.Unreadable("M5 points to \(name), which is not recorded.")
            }
            answer.cookies = other.answer.cookies
        }
    }

    /// M5: broken JSON is answered with JSON, in our parser's words.
    static let m5Body = Deviation(number: "M5") { answer, _ in
        answer.headers["content-type"] = "application/json; charset=utf-8"
        answer.headers["content-security-policy"] = nil
        answer.headers["vary"] = "Origin"
        answer.headers["access-control-allow-credentials"] = "true"
        answer.body = .json(["type": "invalid_data", "message": "The body can't be read: "])
    }

    /// S49: signing out takes the cookie back.
    static let cleared = Deviation(number: "S49") { answer, _ in
        var cookie = CookieField("connect.sid=")
        cookie.attributes = [
            "Path": "/", "Expires": "Thu, 01 Jan 1970 00:00:00 GMT", "HttpOnly": "", "SameSite": "Lax",
        ]
        answer.cookies = [cookie]
    }

    /// M8, M9: an unknown path is Directus' affair.
    static func unknownPath(_ number: String, _ path: String) -> Deviation {
        Deviation(number: number) { answer, _ in
            answer.status = 404
            guard let other = try Recordings.read().all.first(where: { $0.answer.status == 404 }) else {
                throw Recordings.Unreadable("Directus has no unknown path.")
            }
            answer.headers = other.answer.headers
            answer.body = .json([
                "errors": [
                    [
                        "message": .string("Route \(path) doesn't exist."),
                        "extensions": ["path": .string(path), "code": "ROUTE_NOT_FOUND"],
                    ]
                ]
            ])
        }
    }

    /// Another status and body, as that door shows errors.
    static func storeError(_ number: String, _ status: Int, _ body: JSON) -> Deviation {
        Deviation(number: number) { answer, _ in
            answer.status = status
            answer.headers["content-type"] = "application/json; charset=utf-8"
            answer.body = .json(body)
        }
    }
}
