import CSodium
import Foundation
import Hummingbird
import Synchronization

/// What Sallyport is measured against (design section 10), built with the same flags: a bare Hummingbird route, and the bare
/// rate of libsodium's hashes.
@main
enum Baseline {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.dropFirst().first.flatMap { Int($0) }) {
        case ("hello", let port?): try await hello(port: port)
        case ("hash", let seconds?): hash(seconds: seconds)
        default:
            FileHandle.standardError.write(Data("baseline hello PORT | baseline hash SECONDS\n".utf8))
            exit(64)
        }
    }

    /// Serves `GET /hello` until it is stopped.
    private static func hello(port: Int) async throws {
        let router = Router()
        router.get("hello") { _, _ in "Hello" }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }

    /// Hashes on all cores with Directus' parameters, and prints how many a second.
    private static func hash(seconds: Int) {
        guard sodium_init() >= 0 else { exit(70) }
        let width = ProcessInfo.processInfo.activeProcessorCount
        let done = DispatchGroup()
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let counts = (0..<width).map { _ in Count() }
        for count in counts {
            done.enter()
            Thread.detachNewThread {
                var output = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
                while ContinuousClock.now < end {
                    let status = crypto_pwhash_str_alg(
                        &output, "correct horse 9", 15, 3, 64 << 20, crypto_pwhash_alg_argon2id13())
                    guard status == 0 else { exit(71) }
                    count.value.withLock { $0 += 1 }
                }
                done.leave()
            }
        }
        done.wait()
        let total = counts.reduce(0) { $0 + $1.value.withLock { $0 } }
        let elapsed = ContinuousClock.now - start
        print(Double(total) / (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18))
    }

    private final class Count: Sendable {
        let value = Mutex(0)
    }
}
