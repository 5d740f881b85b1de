package import Foundation

/// The binary under test, which the build put beside this test bundle.
package enum Binary {
    /// There is no binary beside the tests.
    struct Missing: Error, CustomStringConvertible {
        var folder: String
        var description: String { "There is no `sallyport` in \(folder) or above it: build it with `swift build`." }
    }

    /// Its place.
    package static func url() throws -> URL {
        // On Linux the bundle is itself the running program, in .build/debug; on macOS it stands deeper.
        guard let program = Bundle.main.executableURL else { throw Missing(folder: CommandLine.arguments[0]) }
        let start = program.resolvingSymlinksInPath().deletingLastPathComponent()
        var folder = start
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("sallyport", isDirectory: false)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue {
                return candidate
            }
            folder.deleteLastPathComponent()
        }
        throw Missing(folder: start.path)
    }
}
