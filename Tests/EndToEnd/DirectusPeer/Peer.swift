import DirectusSDK
import Foundation
import TestSupport

/// The server that the SDK speaks with: this project's, started for the test, or any Directus that `directus-peer.sh` names.
struct Peer: Sendable {
    let url: URL
    let email: String
    let password: String

    /// The one that `directus-peer.sh` names.
    static var named: Peer? {
        let environment = ProcessInfo.processInfo.environment
        guard let url = environment["DIRECTUS_PEER_URL"].flatMap({ URL(string: $0) }),
            let email = environment["DIRECTUS_PEER_EMAIL"], let password = environment["DIRECTUS_PEER_PASSWORD"]
        else { return nil }
        return Peer(url: url, email: email, password: password)
    }

    /// Runs the body with the named peer, or else with this project's server.
    static func use(_ body: (Peer) async throws -> Void) async throws {
        if let named { return try await body(named) }
        try await useSallyport { peer, _ in try await body(peer) }
    }

    /// Runs the body with this project's server, whatever peer is named.
    static func useSallyport(
        _ environment: [String: String] = [:], _ body: (Peer, RunningServer) async throws -> Void
    ) async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment.merging(environment) { $1 })
            guard let url = URL(string: "http://127.0.0.1:\(server.port)") else { throw URLError(.badURL) }
            try await body(Peer(url: url, email: Administrator.email, password: Administrator.password), server)
        }
    }

    /// A client of it.
    func client(
        _ mode: AuthenticationMode, storage: any AuthenticationStorage = MemoryStorage()
    ) -> DirectusSessionClient {
        DirectusClient(url: url, authentication: mode, storage: storage)
    }

    /// A client that is signed in.
    func signedIn(
        _ mode: AuthenticationMode, storage: any AuthenticationStorage = MemoryStorage()
    ) async throws -> DirectusSessionClient {
        let client = client(mode, storage: storage)
        try await client.login(email: email, password: password)
        return client
    }
}
