/// Who asks, as far as a connection shows it: kept with sessions and activity.
public struct Client: Sendable, Hashable {
    /// The address of the peer, or of the client behind a trusted proxy; `nil` if unknown.
    public var address: IPAddress?
    /// The `User-Agent` header, at most 1,024 characters (Directus spec section 3.2).
    public var userAgent: String?
    /// The `Origin` header, at most 255 characters (Directus spec section 10.2).
    public var origin: String?
    /// What its browser keeps of earlier sign-ins; never stored.
    public var device: DeviceToken?
    /// Whether the address is a proxy's that is not trusted, and so everybody's behind it.
    public var sharesAddress = false

    /// The network that guesses are counted by; `nil` where many would be taken for one.
    public var network: String? { sharesAddress ? nil : address?.network }

    /// Whatever is known of who asks; texts that are too long are cut, and a NUL, which storage refuses, is left out:
    /// what a client says of itself is no reason to turn it away.
    public init(address: IPAddress? = nil, userAgent: String? = nil, origin: String? = nil) {
        self.address = address
        self.userAgent = userAgent.map { $0.cut(to: 1024) }
        self.origin = origin.map { $0.cut(to: 255) }
    }
}

extension String {
    /// The first scalars, without NULs. Not characters: one of those can be of any size.
    fileprivate func cut(to count: Int) -> String {
        guard utf8.count > count || utf8.contains(0) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.filter { $0 != "\0" }.prefix(count)))
    }
}
