import Foundation
import SallyportCore
import TestSupport

/// Whether the time of a refused sign-in tells what the account is (design section 6; attack 11 of security.md 3f): a real
/// server on loopback, real hashes, real SQLite; interleaved attempts, idle and beside sign-ins that saturate the hash
/// threads.
///
/// What an attempt waits for a thread is taken off its time: that depends on who else signs in, not on the account.
@main
enum SignInTime {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("sign-in-time ATTEMPTS MEMORY-KIB PASSES\n".utf8))
            exit(64)
        }
        let parameters = Argon2Parameters(memory: arguments[1], time: arguments[2])
        let hasher = MeasuringHasher(parameters, width: ProcessInfo.processInfo.activeProcessorCount)
        // Each attempt comes from an address of its own, so that no budget of failures ends the measurement.
        try await TestServer.run(["IP_TRUST_PROXY": "true"], passwords: hasher) { server in
            let people = try await People.make(on: server, hasher)
            let attempts = Attempts(client: server.client, hasher: hasher, people: people)
            // Whatever is made at first use is made now.
            _ = try await attempts.measure(10)
            let idle = try await attempts.measure(arguments[0])
            print(idle.summary("idle", parameters))
            let flood = Flood(server.client, lanes: 8)
            let saturated = try await attempts.measure(arguments[0])
            await flood.end()
            print(saturated.summary("hash threads saturated", parameters))
        }
    }
}
