import Foundation

/// The Python that has the clients of `Clients/requirements.txt`.
enum Python {
    /// Nobody has set it up.
    struct Missing: Error, CustomStringConvertible {
        var description: String {
            "SALLYPORT_PYTHON is not set. `make test` makes a Python with the clients of "
                + "Tests/EndToEnd/Clients/requirements.txt, sets it, and runs these tests; so does Scripts/test."
        }
    }

    static func interpreter() throws -> URL {
        guard let path = ProcessInfo.processInfo.environment["SALLYPORT_PYTHON"], !path.isEmpty else { throw Missing() }
        return URL(fileURLWithPath: path)
    }

    /// One of the scripts in `Clients`.
    static func script(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Clients", isDirectory: true).appendingPathComponent(name, isDirectory: false)
    }
}
