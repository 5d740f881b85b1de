package import Foundation
import Synchronization

/// A program that was started, with what it says in files.
package final class Program: Sendable {
    package typealias Ending = Child.Ending

    /// Standard output.
    package let output: Transcript
    private let errorFile: URL
    private let child: Child
    private let ending: Task<Ending, Never>

    /// Starts it.
    ///
    /// - Parameters:
    ///   - folder: the working folder.
    ///   - record: what its two output files are called, without their suffixes.
    ///   - input: standard input; `nil` is empty.
    package init(
        _ program: URL, _ arguments: [String], environment: [String: String], in folder: URL, record: URL,
        input: String? = nil
    ) throws {
        errorFile = record.appendingPathExtension("err")
        let outputFile = record.appendingPathExtension("out")
        let inputFile = record.appendingPathExtension("in")
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        // A file, not a pipe: a program that ends without reading does no harm.
        try Data((input ?? "").utf8).write(to: inputFile)
        let inputHandle = try FileHandle(forReadingFrom: inputFile)
        try FileManager.default.removeItem(at: inputFile)
        let errorHandle = try FileHandle(forWritingTo: errorFile)
        let (child, pipe) = try Child.starting.withLock { _ in
            let pipe = Pipe()
            let child = try Child(
                program, arguments, environment: Self.inherited.merging(environment) { _, own in own }, in: folder,
                input: inputHandle, output: pipe.fileHandleForWriting, errors: errorHandle)
            try pipe.fileHandleForWriting.close()
            return (child, pipe)
        }
        self.child = child
        Guardian.ofThisProcess.watch(child.id)
        for handle in [inputHandle, errorHandle] { try handle.close() }

        let transcript = Transcript(in: try FileHandle(forWritingTo: outputFile))
        output = transcript
        let (pieces, said) = AsyncStream.makeStream(of: Data.self)
        let (endings, ended) = AsyncStream.makeStream(of: Ending.self)
        // Both block, and must not block a thread that tests run on.
        Thread.detachNewThread { [child] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(pipe.fileHandleForReading.fileDescriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { break }
                said.yield(Data(buffer[..<count]))
            }
            try? pipe.fileHandleForReading.close()
            said.finish()
            ended.yield(child.wait())
            Guardian.ofThisProcess.release(child.id)
            ended.finish()
        }
        ending = Task {
            await transcript.take(pieces)
            for await ending in endings { return ending }
            preconditionFailure("the thread above yields one")
        }
    }

    /// What it said on standard error so far.
    package var errors: String {
        FileManager.default.contents(atPath: errorFile.path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Waits for its end. A test that is cancelled, for it took too long, kills it.
    package func ended() async -> Ending {
        await withTaskCancellationHandler {
            await ending.value
        } onCancel: {
            send(SIGKILL)
        }
    }

    /// Its process.
    package var id: pid_t { child.id }

    /// Blocks the thread until it has ended: for the end of the tests, when nothing can be awaited any more.
    package func waitForEnd() {
        child.waitForEnd()
    }

    /// Sends a signal, unless it has ended.
    package func send(_ signal: Int32) {
        child.send(signal)
    }

    /// Nothing of our own configuration may reach the program; what it needs to start at all must.
    private static let inherited: [String: String] = {
        let names: Set = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
        return ProcessInfo.processInfo.environment.filter { names.contains($0.key) }
    }()
}
