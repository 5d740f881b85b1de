import DirectusProtocol
import Hummingbird
import NIOCore
import SallyportCore

/// What goes with a request through all doors.
struct ServerContext: DirectusContext {
    var coreContext: CoreRequestContextStorage
    let peer: SocketAddress?
    var identity: Identity?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress
    }
}
