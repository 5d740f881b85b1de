import DirectusSDK
import Foundation
import SDKRuntime

/// Another process on a storage file, for tests of what processes share. Its arguments tell it what to do, and code 0
/// says that it went well:
///
/// - `refresh <file> <url> <count>`: refreshes the session that is stored so often.
/// - `write <file> <token>`: stores a session.
/// - `rewrite <file> <token>`: says so, and stores the session again and again.
/// - `hold <file>`: takes the lock of those who refresh, says so, and never lets go.
@main
enum StorageProcess {
    static func main() async {
        do {
            try await run()
        } catch {
            FileHandle.standardError.write(Data("StorageProcess: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let command = arguments.first, let path = arguments.dropFirst().first else { throw Misuse() }
        let storage = FileStorage(url: URL(fileURLWithPath: path))
        let rest = Array(arguments.dropFirst(2))
        switch (command, rest.count) {
        case ("refresh", 2):
            guard let url = URL(string: rest[0]), let count = Int(rest[1]) else { throw Misuse() }
            try await refresh(count, at: url, in: storage)
        case ("write", 1): try await storage.set(AuthenticationData(accessToken: rest[0]))
        case ("rewrite", 1):
            say("writing")
            while true { try await storage.set(AuthenticationData(accessToken: rest[0])) }
        case ("hold", 0): try await hold(storage)
        default: throw Misuse()
        }
    }

    private struct Misuse: Error {}

    private struct SessionLost: Error {}

    private static func refresh(_ count: Int, at url: URL, in storage: FileStorage) async throws {
        let client = DirectusClient(url: url, authentication: .json, autoRefresh: false, storage: storage)
        for _ in 0..<count {
            guard try await client.refresh().refreshToken != nil, try await storage.get() != nil else {
                throw SessionLost()
            }
        }
    }

    private static func hold(_ storage: FileStorage) async throws {
        try await storage.exclusively {
            say("held")
            // Until it is killed, or the test that holds the other end of standard input is no more.
            while !FileHandle.standardInput.availableData.isEmpty {}
        }
    }

    private static func say(_ word: String) {
        FileHandle.standardOutput.write(Data((word + "\n").utf8))
    }
}
