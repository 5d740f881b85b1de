package import Foundation

/// The Python that has what `Tests/EndToEnd/Clients/requirements.txt` names.
package enum Python {
    /// Nobody has set it up.
    struct Missing: Error, CustomStringConvertible {
        var description: String {
            "SALLYPORT_PYTHON is not set. `make test` makes a Python with what "
                + "Tests/EndToEnd/Clients/requirements.txt names, sets it, and runs these tests; so does Scripts/test."
        }
    }

    /// Where it is.
    package static func interpreter() throws -> URL {
        guard let path = ProcessInfo.processInfo.environment["SALLYPORT_PYTHON"], !path.isEmpty else { throw Missing() }
        return URL(fileURLWithPath: path)
    }
}
