#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An IPv4 or IPv6 address. An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2) is its IPv4 one,
/// as Directus strips that prefix (spec section 3.2).
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// Four or sixteen bytes, in network order.
    public let bytes: [UInt8]

    /// Reads an address in text form; `nil` for anything else, a host name or a zone included.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let sixteen = withUnsafeBytes(of: &six) { Array($0) }
            let isMapped = sixteen[..<10].allSatisfy { $0 == 0 } && sixteen[10...11].allSatisfy { $0 == 0xFF }
            bytes = isMapped ? Array(sixteen[12...]) : sixteen
        } else {
            return nil
        }
    }

    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = bytes.withUnsafeBytes {
            inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, $0.baseAddress, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// What counts as one neighbour where many could pretend to be many: the address, or the first 64 bits of an IPv6 one,
    /// which is what a host is given (RFC 4291 section 2.5.4; security.md 3f.15).
    public var network: String {
        bytes.count == 4 ? description : bytes[..<8].map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// Loopback, private and link-local networks: RFC 1122 3.2.1.3, RFC 1918, RFC 3927, RFC 4193, RFC 4291 2.5.3 and 2.5.6.
    public var isPrivate: Bool {
        IPRange.privateNetworks.contains { $0.contains(self) }
    }
}

/// One entry of a list of addresses: an address, a range `a-b`, or a CIDR block (Directus' `ip_access`, spec section 2.7).
public struct IPRange: Hashable, Sendable {
    private let first: [UInt8]
    private let last: [UInt8]

    /// Reads an entry; `nil` if it is none of the three forms, or a range whose ends do not belong together.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let address = IPAddress(parts[0]), let length = Int(parts[1]),
                (0...address.bytes.count * 8).contains(length)
            else { return nil }
            (first, last) = Self.block(address.bytes, length: length)
            return
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { IPAddress($0) }
        guard ends.count <= 2, let start = ends.first ?? nil, let end = ends.last ?? nil,
            start.bytes.count == end.bytes.count, !end.bytes.lexicographicallyPrecedes(start.bytes)
        else { return nil }
        (first, last) = (start.bytes, end.bytes)
    }

    /// Whether the address lies in the range, its ends included.
    public func contains(_ address: IPAddress) -> Bool {
        address.bytes.count == first.count && !address.bytes.lexicographicallyPrecedes(first)
            && !last.lexicographicallyPrecedes(address.bytes)
    }

    private static func block(_ bytes: [UInt8], length: Int) -> ([UInt8], [UInt8]) {
        var first = bytes
        var last = bytes
        for index in bytes.indices {
            let kept = min(max(length - index * 8, 0), 8)
            let mask = kept == 0 ? 0 : UInt8.max << (8 - UInt8(kept))
            first[index] &= mask
            last[index] |= ~mask
        }
        return (first, last)
    }

    static let privateNetworks = [
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1", "fc00::/7",
        "fe80::/10",
    ].compactMap { IPRange($0) }
}
