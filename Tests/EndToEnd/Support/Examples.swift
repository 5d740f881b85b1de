import Foundation
import TestSupport

/// The examples, built as an app of somebody else's would be: a package of its own that takes the SDKs with `traits: []`,
/// in a temporary folder.
struct Examples: Sendable {
    /// What the build left behind.
    let scratch: URL
    /// What SwiftPM said.
    let build: Finished

    /// Built once for all tests of this run.
    private static let building = Task { try await Examples() }

    static func built() async throws -> Examples {
        try await building.value
    }

    /// Removed when the tests end.
    private static let folder: URL = {
        atexit { try? FileManager.default.removeItem(at: Examples.folder) }
        return FileManager.default.temporaryDirectory.appending(path: "sallyport-examples-\(UUID().uuidString)")
    }()

    private init() async throws {
        let folder = Self.folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        scratch = folder.appending(path: "scratch")
        let program = try Program(
            URL(filePath: "/usr/bin/env"),
            [
                "swift", "build", "--package-path", Self.package.path, "--scratch-path", scratch.path,
                "--disable-automatic-resolution",
            ],
            environment: [:], in: folder, record: folder.appending(path: "build"))
        build = await Finished(program)
    }

    /// The built program of that name.
    func program(_ name: String) -> URL {
        scratch.appending(path: "debug").appending(path: name)
    }

    private static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Examples")
}
