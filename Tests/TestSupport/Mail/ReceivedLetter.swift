package import Foundation

/// A letter as a mail server took it.
package struct ReceivedLetter: Sendable, Decodable {
    /// Of the envelope.
    package let sender: String
    /// Of the envelope.
    package let recipients: [String]
    /// What the client called itself.
    package let greeting: String
    /// Whether it came through TLS.
    package let isEncrypted: Bool
    /// Whether it was announced as one with addresses beyond ASCII (RFC 6531).
    package let isInternational: Bool
    /// Who had signed in.
    package let user: String?
    /// The same for letters that came through one connection.
    package let connection: String
    /// The message, as it came.
    package let message: Data
}
