import Foundation
import TestSupport

/// HAProxy, as `Examples/haproxy.cfg` configures it: of that very file, only addresses and ports are replaced.
struct Proxy: Sendable {
    let port: Int
    private let program: Program

    var client: HTTPClient { HTTPClient(port: port) }

    /// It does not do what it should.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The example that operators copy.
    static let example = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Examples/haproxy.cfg")

    /// The example, for these nodes.
    static func configuration(port: Int, nodes: [Int]) throws -> String {
        var text = try String(contentsOf: example, encoding: .utf8)
        let bind = "bind :8080"
        guard text.contains(bind) else { throw Failure(description: "the example has no line `\(bind)`") }
        text.replace(bind, with: "bind 127.0.0.1:\(port)")
        for (index, node) in nodes.enumerated() {
            let place = "10.0.0.1\(index + 1):8055"
            guard text.contains(place) else { throw Failure(description: "the example has no node at \(place)") }
            text.replace(place, with: "127.0.0.1:\(node)")
        }
        return text
    }

    /// What `haproxy -c` says of a configuration.
    static func check(_ configuration: URL, in folder: URL) async throws -> Finished {
        await Finished(
            try Program(
                program(), ["-c", "-f", configuration.path], environment: [:], in: folder,
                record: folder.appending(path: "check")))
    }

    /// Starts it before the nodes, and waits until it answers with theirs.
    init(port: Int, before nodes: [Int], folder: URL) async throws {
        let file = folder.appending(path: "haproxy.cfg")
        try Data(Self.configuration(port: port, nodes: nodes).utf8).write(to: file)
        let checked = try await Self.check(file, in: folder)
        guard checked.succeeded else { throw Failure(description: "haproxy -c: \(checked)") }
        self.port = port
        program = try Program(
            Self.program(), ["-db", "-f", file.path], environment: [:], in: folder,
            record: folder.appending(path: "haproxy"))
        let client = HTTPClient(port: port)
        let waited = try await timeOfLast(within: .seconds(20)) {
            (try? await client.send("GET", "/server/ping").status) != 200
        }
        guard waited != nil else { throw Failure(description: "HAProxy does not answer:\n\(program.errors)") }
    }

    func stop() async {
        program.send(SIGTERM)
        _ = await program.ended()
    }

    private static func program() throws -> URL {
        let places = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy"]
        guard let found = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw Failure(description: "The tests need HAProxy: install Debian's package haproxy.")
        }
        return URL(filePath: found)
    }
}
