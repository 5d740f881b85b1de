public import Foundation
public import OrderedJSON

/// What came of signing in or registering with Medusa 2 (`specs/medusa.md` B3 and B6.3). Only ``signedIn(token:)`` is kept.
public enum MedusaSignIn: Sendable, Equatable {
    /// The server gave a token.
    case signedIn(token: String)
    /// The customer goes on at the provider's: open this address, and give what comes back to
    /// ``MedusaV2Client/AuthResource/callback(_:_:query:)``.
    case redirect(URL)
    /// A second factor is asked for (Medusa 2.15 and later): the challenge as the server wrote it, since its fields changed from
    /// release to release, and the limited token that some releases send along.
    case secondFactorRequired(challenge: JSON, token: String?)
    /// The e-mail address is to be confirmed first (Medusa 2.15 and later).
    case verificationRequired(verification: JSON, token: String?)

    /// The token; `nil` when there is something left to do.
    public var token: String? {
        if case .signedIn(let token) = self { token } else { nil }
    }

    /// - Throws: `invalidResponse` for an answer with nothing of it.
    init(_ answer: Answer) throws(MedusaError) {
        let document = try answer.json
        let token = document["token"]?.string
        // The demands first: in some builds a token that is good for nothing else stands beside them.
        if document["mfa_required"]?.bool == true {
            self = .secondFactorRequired(challenge: document["mfa_challenge"] ?? .null, token: token)
        } else if document["verification_required"]?.bool == true {
            self = .verificationRequired(verification: document["verification"] ?? .null, token: token)
        } else if let location = document["location"]?.string.flatMap({ URL(string: $0) }) {
            self = .redirect(location)
        } else if let token {
            self = .signedIn(token: token)
        } else {
            throw MedusaError(
                type: .invalidResponse, message: "The answer holds neither a token nor a location.",
                status: answer.response.status)
        }
    }
}

/// It may hold a token, and an address with a one-time code in it: its description shows neither.
extension MedusaSignIn: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .signedIn: "signed in"
        case .redirect(let url): "redirect to \(url.host ?? "no host")"
        case .secondFactorRequired: "second factor required"
        case .verificationRequired: "verification required"
        }
    }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["signIn": description]) }
}
