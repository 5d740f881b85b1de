import Foundation
import SallyportCore

/// The fields of a body, demanded in the words of the original's validator: the first wrong one is reported, in the order in
/// which they are asked for (spec sections 1.2, 2.3 and 2.5).
extension JSON.Object {
    func text(_ key: String) throws(DirectusError) -> String {
        guard let value = self[key] else { throw .invalidPayload("\"\(key)\" is required") }
        guard let text = value.string else { throw .invalidPayload("\"\(key)\" must be a string") }
        guard !text.isEmpty else { throw .invalidPayload("\"\(key)\" is not allowed to be empty") }
        return text
    }

    func optionalText(_ key: String) throws(DirectusError) -> String? {
        self[key] == nil ? nil : try text(key)
    }

    func email(_ key: String) throws(DirectusError) -> EmailAddress {
        let email = EmailAddress(try text(key))
        guard email.isWellFormed else { throw .invalidPayload("\"\(key)\" must be a valid email") }
        return email
    }

    func uri(_ key: String) throws(DirectusError) -> String? {
        guard let text = try optionalText(key) else { return nil }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), URL(string: text)?.scheme != nil else {
            throw .invalidPayload("\"\(key)\" must be a valid uri")
        }
        return text
    }

    /// Asked last: whatever else the body holds is one thing too many.
    func refuseOthers(than known: [String]) throws(DirectusError) {
        for member in members where !known.contains(member.name) {
            throw .invalidPayload("\"\(member.name)\" is not allowed")
        }
    }
}

extension JSON {
    /// The body's members; an array is none.
    func bodyFields() throws(DirectusError) -> Object {
        guard let object else { throw .invalidPayload(#""value" must be of type object"#) }
        return object
    }
}
