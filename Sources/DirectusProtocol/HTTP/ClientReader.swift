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
        Client(
            address: address(of: request, context), userAgent: request.headers[.userAgent],
            origin: request.headers[.origin])
    }

    /// Who asks for items, and from where.
    func caller(of request: Request, _ context: some DirectusContext) -> Caller {
        Caller(context.identity, client: client(of: request, context))
    }

    private func address(of request: Request, _ context: some DirectusContext) -> IPAddress? {
        let peer = context.peer?.ipAddress.flatMap { IPAddress($0) }
        if let addressHeader, let address = request.headers[addressHeader].flatMap({ IPAddress($0) }) { return address }
        guard let forwarded = request.headers[.xForwardedFor] else { return peer }
        if trust == .nobody {
            warn(peer, context)
            return peer
        }
        let entries = forwarded.split(separator: ",").map { String($0.filter { $0 != " " }) }
        return trust.client(peer: peer, forwardedFor: entries)
    }

    /// Behind a proxy that is not trusted, everybody would share one address; whoever runs the server should know, once.
    private func warn(_ peer: IPAddress?, _ context: some DirectusContext) {
        guard peer?.isPrivate == true, !hasWarned.exchange(true, ordering: .relaxed) else { return }
        context.logger.warning(
            """
            A proxy at a private address sends X-Forwarded-For, but IP_TRUST_PROXY is off: all its clients count as one. \
            Set IP_TRUST_PROXY to true, to the number of proxies, or to their addresses.
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
