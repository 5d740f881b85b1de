import Foundation

/// The setting `auth_password_policy`: a regular expression that every new password must match (spec section 2.4).
public struct PasswordPolicy: Sendable {
    private let expression: Regex?

    /// `NSRegularExpression` is immutable and thread-safe, says its documentation, and Sendable.
    private typealias Regex = NSRegularExpression

    /// - Parameter pattern: as the setting holds it; slashes at both ends are taken off. `nil` or empty means no policy.
    /// - Throws: if the pattern is none.
    public init(pattern: String?) throws {
        guard var pattern, !pattern.isEmpty else {
            expression = nil
            return
        }
        if pattern.count >= 2, pattern.hasPrefix("/"), pattern.hasSuffix("/") {
            pattern = String(pattern.dropFirst().dropLast())
        }
        expression = try Regex(pattern: pattern)
    }

    /// Whether the password may be used. An empty one never may (D14).
    public func allows(_ password: Password) -> Bool {
        let text = password.text
        guard !text.isEmpty else { return false }
        guard let expression else { return true }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}
