import Foundation

/// A clock of a node's machine that is wrong: Debian's libfaketime, loaded before the C library.
enum WrongClock {
    /// The tests need it, and it is not there.
    struct Missing: Error, CustomStringConvertible {
        let description = "The tests need libfaketime: install Debian's package faketime."
    }

    /// The environment of a process whose clock is wrong by so many seconds.
    static func environment(off seconds: Int) throws -> [String: String] {
        try environment.merging(["FAKETIME": text(seconds)]) { $1 }
    }

    /// The environment of a process whose clock is wrong by what ``set(_:off:)`` says, from then on.
    static func environment(read file: URL) throws -> [String: String] {
        try set(file, off: 0)
        return try environment.merging(["FAKETIME_TIMESTAMP_FILE": file.path, "FAKETIME_NO_CACHE": "1"]) { $1 }
    }

    /// Sets the clock of the process that reads the file.
    static func set(_ file: URL, off seconds: Int) throws {
        try Data((text(seconds) + "\n").utf8).write(to: file, options: .atomic)
    }

    private static func text(_ seconds: Int) -> String { (seconds < 0 ? "" : "+") + "\(seconds)s" }

    private static var environment: [String: String] {
        get throws {
            let libraries = URL(filePath: "/usr/lib", directoryHint: .isDirectory)
            let folders = try FileManager.default.contentsOfDirectory(atPath: libraries.path).sorted()
            let candidates = folders.map { libraries.appending(path: "\($0)/faketime/libfaketimeMT.so.1").path }
            guard let library = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
                throw Missing()
            }
            // Clocks that nobody can set stay as they are.
            return ["LD_PRELOAD": library, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"]
        }
    }
}
