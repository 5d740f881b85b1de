public import Hummingbird
public import NIOCore
public import SallyportCore

/// What this door needs to know of a request beyond HTTP.
public protocol DirectusContext: RequestContext {
    /// The peer of the connection.
    var peer: SocketAddress? { get }
    /// Who shows a good credential; set by the door before its routes run.
    var identity: Identity? { get set }
}
