/// A password as it came: its bytes, unchanged (NIST and ASVS 6.2.8; design section 6: no normalisation).
public struct Password: Sendable {
    private let secret: Secret<String>

    /// A password as it came, unchanged.
    public init(_ text: String) {
        secret = Secret(text)
    }

    /// For a policy that looks at characters.
    var text: String { secret.reveal() }

    /// What is hashed, or shown to a directory. Never pass it to a logger or into an error.
    public var bytes: [UInt8] { Array(secret.reveal().utf8) }
}
