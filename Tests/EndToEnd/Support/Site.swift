import Foundation
import Synchronization
import TestSupport

/// A place where the binary runs: a temporary folder as its working folder, and all that was started there. Nothing of it
/// is left when the test ends.
final class Site: Sendable {
    /// The working folder.
    let folder: URL
    private let records: URL
    private let programs = Mutex<[Program]>([])

    /// What a test configures unless it says otherwise: a free port, and hashes that cost next to nothing.
    static let environment = ["HOST": "127.0.0.1", "PORT": "0", "HASH_MEMORY_COST": "64", "HASH_TIME_COST": "1"]
    /// On top of it: hashes as they are without configuration. (An empty value counts as none.)
    static let realHashes = ["HASH_MEMORY_COST": "", "HASH_TIME_COST": ""]

    /// Dozens of servers at once would starve each other, and no test could tell what it measures.
    private static let turnstile = Turnstile(width: 4)

    /// Where the server's database is, if it is not in the folder.
    private let databaseEnvironment: [String: String]

    private init() async throws {
        let root = try TestServer.makeFolder()
        folder = root.appendingPathComponent("work", isDirectory: true)
        records = root.appendingPathComponent("records", isDirectory: true)
        for folder in [folder, records] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        databaseEnvironment =
            TestDatabase.isPostgreSQL ? try await TestDatabase.environment(for: folder) : [:]
    }

    /// Makes a site, and takes it down again whatever happens.
    static func use(_ body: (Site) async throws -> Void) async throws {
        await turnstile.enter()
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await useAtOnce(body)) } catch { outcome = .failure(error) }
        await turnstile.leave()
        try outcome.get()
    }

    private static func useAtOnce(_ body: (Site) async throws -> Void) async throws {
        let site = try await Site()
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(site)) } catch { outcome = .failure(error) }
        for program in site.programs.withLock({ $0 }) {
            program.send(SIGKILL)
            _ = await program.ended()
        }
        try FileManager.default.removeItem(at: site.folder.deletingLastPathComponent())
        try outcome.get()
    }

    /// Where SQLite's file and the secret are, unless configured otherwise.
    var data: URL { folder.appendingPathComponent("data", isDirectory: true) }
    var database: Database { Database(file: data.appendingPathComponent("sallyport.db", isDirectory: false)) }
    var secretFile: URL { data.appendingPathComponent("secret", isDirectory: false) }

    /// Starts the server and waits until it listens.
    ///
    /// - Parameter environment: on top of ``environment``.
    /// - Throws: ``RunningServer/Stopped`` if it ends before that.
    func serve(_ environment: [String: String] = [:]) async throws -> RunningServer {
        try await RunningServer(start(["serve"], environment))
    }

    /// Runs the binary to its end.
    ///
    /// - Parameter names: what is not even there, in spite of ``environment``.
    func run(
        _ arguments: String..., environment: [String: String] = [:], without names: [String] = [],
        input: String? = nil
    ) async throws -> Finished {
        await Finished(try start(arguments, environment, without: names, input: input))
    }

    /// Runs another program to its end.
    func run(
        _ program: URL, _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) async throws -> Finished {
        await Finished(try start(program, arguments, environment, input: input))
    }

    /// Starts the binary.
    func start(
        _ arguments: [String], _ environment: [String: String], without names: [String] = [], input: String? = nil
    ) throws -> Program {
        let values = Self.environment.merging(databaseEnvironment) { $1 }.merging(environment) { $1 }
            .filter { !names.contains($0.key) }
        return try start(try Binary.url(), arguments, values, input: input)
    }

    private func start(
        _ url: URL, _ arguments: [String], _ environment: [String: String], input: String? = nil
    ) throws -> Program {
        try programs.withLock { programs in
            let program = try Program(
                url, arguments, environment: environment, in: folder,
                record: records.appendingPathComponent("\(programs.count)"), input: input)
            programs.append(program)
            return program
        }
    }

    /// What all programs said here so far, on standard output or on standard error.
    func everythingSaid(on output: Output) throws -> Data {
        try FileManager.default.contentsOfDirectory(at: records, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == output.rawValue }.map { try Data(contentsOf: $0) }.reduce(Data(), +)
    }

    enum Output: String {
        case standard = "out"
        case error = "err"
    }
}
