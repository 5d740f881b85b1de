import Foundation
import Synchronization

/// A program that was started, known by its process id, with what it says in files.
final class Program: Sendable {
    /// How it ended.
    struct Ending: Sendable, Equatable {
        /// The exit code, or the signal's number.
        var code: Int32
        var wasKilled = false

        static let success = Ending(code: 0)
    }

    /// Standard output.
    let output: Transcript
    private let process: Process
    private let errorFile: URL
    private let ending: Task<Ending, Never>

    /// One start at a time: a child that is started between the making of another's pipe and its start would inherit the
    /// pipe, and hold it open.
    private static let starting = Mutex<Void>(())

    /// Starts it.
    ///
    /// - Parameters:
    ///   - folder: the working folder.
    ///   - record: what its two output files are called, without their suffixes.
    ///   - input: standard input; `nil` is empty.
    init(
        _ program: URL, _ arguments: [String], environment: [String: String], in folder: URL, record: URL,
        input: String? = nil
    ) throws {
        process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = Self.inherited.merging(environment) { _, own in own }
        process.currentDirectoryURL = folder
        let (endings, ended) = AsyncStream.makeStream(of: Ending.self)
        process.terminationHandler = { process in
            ended.yield(
                Ending(code: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal))
            ended.finish()
        }
        let outputFile = record.appendingPathExtension("out")
        errorFile = record.appendingPathExtension("err")
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        process.standardInput = try Self.file(holding: input, at: record.appendingPathExtension("in"))
        process.standardError = try FileHandle(forWritingTo: errorFile)
        let transcript = Transcript(in: try FileHandle(forWritingTo: outputFile))
        output = transcript
        let (pieces, continuation) = AsyncStream.makeStream(of: Data.self)
        try Self.starting.withLock { [process] _ in
            let pipe = Pipe()
            process.standardOutput = pipe
            pipe.fileHandleForReading.readabilityHandler = { handle in
                let piece = handle.availableData
                guard piece.isEmpty else {
                    continuation.yield(piece)
                    return
                }
                handle.readabilityHandler = nil
                continuation.finish()
            }
            try process.run()
        }
        let reading = Task { await transcript.take(pieces) }
        ending = Task {
            var ending = Ending(code: -1)
            for await last in endings { ending = last }
            await reading.value
            return ending
        }
    }

    /// What it said on standard error so far.
    var errors: String {
        FileManager.default.contents(atPath: errorFile.path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Waits for its end. A test that is cancelled, for it took too long, kills it.
    func ended() async -> Ending {
        await withTaskCancellationHandler {
            await ending.value
        } onCancel: {
            send(SIGKILL)
        }
    }

    /// Sends a signal, if it still runs.
    func send(_ signal: Int32) {
        if process.isRunning { kill(process.processIdentifier, signal) }
    }

    /// Nothing of our own configuration may reach the program; what it needs to start at all must.
    private static let inherited: [String: String] = {
        let names: Set = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
        return ProcessInfo.processInfo.environment.filter { names.contains($0.key) }
    }()

    /// A file, not a pipe: a program that ends without reading does no harm.
    private static func file(holding input: String?, at url: URL) throws -> FileHandle {
        guard let input else { return .nullDevice }
        try Data(input.utf8).write(to: url)
        let handle = try FileHandle(forReadingFrom: url)
        try FileManager.default.removeItem(at: url)
        return handle
    }
}
