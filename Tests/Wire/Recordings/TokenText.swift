import Crypto
import SallyportCore
import TestSupport

/// What kind of value a text is. Of what differs from run to run, only the kind counts.
enum TextKind: String, Sendable {
    case token, refreshToken, identifier, storeIdentifier, storeCookie, time, passwordHash, seed, deviceToken,
        randomText
    case text

    init(_ text: String) {
        if JSONWebToken(text) != nil {
            self = .token
        } else if text.wholeMatch(of: /[A-Za-z0-9_\-]{64}/) != nil {
            self = .refreshToken
        } else if text.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil {
            self = .identifier
        } else if text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil {
            self = .time
        } else if text.wholeMatch(of: /\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+\/]{22}\$[A-Za-z0-9+\/]{43}/)
            != nil
        {
            self = .passwordHash
        } else if text.wholeMatch(of: /(cus|authid|addr)_[0-9A-HJKMNP-TV-Z]{26}/) != nil {
            self = .storeIdentifier
        } else if text.wholeMatch(of: /s%3A[A-Za-z0-9_\-]{32}\.[A-Za-z0-9%]{43,60}/) != nil {
            self = .storeCookie
        } else if text.wholeMatch(of: /([A-Z2-7]{16}){1,2}/) != nil {
            self = .seed
        } else if text.wholeMatch(of: /[A-Za-z0-9_\-]{38}/) != nil {
            self = .deviceToken
        } else if text.wholeMatch(of: /[A-Za-z0-9_\-]{32}/) != nil {
            self = .randomText
        } else {
            self = .text
        }
    }

    /// Whether it opens something, so that a recorded one means nothing to a live server.
    var isCredential: Bool { self == .token || self == .refreshToken }
}
