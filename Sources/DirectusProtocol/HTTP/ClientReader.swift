import HTTPTypes
import Hummingbird
import Logging
import SallyportCore
import Synchronization

/// Tells who asks: the client's address through trusted proxies, its browser, its origin (Directus spec section 3.2).
final class ClientReader: Sendable {
    private let trust: ProxyTrust
    private let addressHeader: HTTPField.Name?
    private let hasWarned = Atomic(false)

    init(_ options: DirectusOptions) {
        trust = options.proxyTrust
        addressHeader = options.addressHeader.flatMap { HTTPField.Name($0) }
    }

    func client(of request: Request, _ context: some DirectusContext) -> Client {
        let (address, isShared) = address(of: request, context)
        var client = Client(
            address: address, userAgent: request.headers[.userAgent], origin: request.headers[.origin])
        client.sharesAddress = isShared
        client.device = request.cookie(named: DirectusOptions.Cookie.deviceName).map { DeviceToken(text: $0) }
        return client
    }

    /// Who asks for items, and from where.
    func caller(of request: Request, _ context: some DirectusContext) -> Caller {
        Caller(context.identity, client: client(of: request, context))
    }

    /// The address, and whether it is a proxy's that is not trusted.
    private func address(
        of request: Request, _ context: some DirectusContext
    ) -> (address: IPAddress?, isShared: Bool) {
        let peer = context.peer?.ipAddress.flatMap { IPAddress($0) }
        if let addressHeader, let address = request.headers[addressHeader].flatMap({ IPAddress($0) }) {
            return (address, false)
        }
        guard let forwarded = request.headers[.xForwardedFor] else { return (peer, false) }
        if trust == .nobody {
            guard peer?.isPrivate == true, forwarded.split(separator: ",").contains(where: { Self.address($0) != nil })
            else { return (peer, false) }
            warn(context)
            return (peer, true)
        }
        let entries = forwarded.split(separator: ",").map { String($0.filter { $0 != " " }) }
        return (trust.client(peer: peer, forwardedFor: entries), false)
    }

    private static func address(_ entry: Substring) -> IPAddress? {
        IPAddress(entry.filter { $0 != " " })
    }

    /// Behind a proxy that is not trusted, everybody would share one address; whoever runs the server should know, once.
    private func warn(_ context: some DirectusContext) {
        guard !hasWarned.exchange(true, ordering: .relaxed) else { return }
        context.logger.warning(
            """
            A proxy at a private address sends X-Forwarded-For, but IP_TRUST_PROXY is off: all its clients count as one, and \
            sign-ins are not limited by network. \
            Set IP_TRUST_PROXY to the proxies' addresses or their number; to true only where the proxy replaces the header.
            """)
    }
}

extension HTTPField.Name {
    fileprivate static var xForwardedFor: Self? { Self("X-Forwarded-For") }
}

extension HTTPFields {
    fileprivate subscript(name: HTTPField.Name?) -> String? {
        name.flatMap { self[$0] }
    }
}
