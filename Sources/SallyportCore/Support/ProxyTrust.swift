/// Which proxies may say on whose behalf they ask (`IP_TRUST_PROXY`; Directus spec section 3.2, Express' `trust proxy`).
public enum ProxyTrust: Sendable, Hashable {
    /// Nobody: the peer is the client, whatever it says.
    case nobody
    /// Everybody: the first address of `X-Forwarded-For` is the client.
    case everybody
    /// So many proxies stand in front.
    case hops(Int)
    /// Proxies in these networks.
    case networks([IPRange])

    /// The client's address.
    ///
    /// - Parameter forwardedFor: the entries of `X-Forwarded-For`, in their order: the client first, the nearest proxy last.
    public func client(peer: IPAddress?, forwardedFor: [String]) -> IPAddress? {
        guard var client = peer else { return nil }
        for (hop, entry) in forwardedFor.reversed().enumerated() {
            // What is no address ends the chain: whoever stands before it cannot be told.
            guard trusts(client, hop: hop), let previous = IPAddress(entry) else { break }
            client = previous
        }
        return client
    }

    private func trusts(_ address: IPAddress, hop: Int) -> Bool {
        switch self {
        case .nobody: false
        case .everybody: true
        case .hops(let count): hop < count
        case .networks(let networks): networks.contains { $0.contains(address) }
        }
    }
}
