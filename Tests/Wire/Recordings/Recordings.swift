import Foundation
import SallyportCore

/// The recordings of one original server, in the order in which their requests were sent.
struct Recordings: Sendable {
    let all: [Recording]

    /// Where this package lies.
    static var packageRoot: URL {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root
    }

    /// What is missing or broken; without the recordings nothing is proven.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    /// The files, each read once.
    private static let directus = Result { try Recordings("directus-11.17.4") }
    private static let medusaFiles = Result { (try Recordings("medusa-1.20.9"), try Recordings("medusa-2.8.7")) }

    /// The file that lies beside the repository, here as in CI.
    static func read() throws -> Recordings {
        try directus.get()
    }

    /// The files of both of Medusa's interfaces.
    static func medusa() throws -> (first: Recordings, second: Recordings) {
        try medusaFiles.get()
    }

    private init(_ name: String) throws {
        let file = Self.packageRoot.appendingPathComponent("../shared/recordings/\(name).jsonl").standardized
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw Unreadable("There are no recordings at \(file.path).")
        }
        all = try data.split(separator: UInt8(ascii: "\n")).map { try Recording(JSON(parsing: $0)) }
        guard !all.isEmpty else { throw Unreadable("\(file.path) is empty.") }
    }

    /// The lines of one server.
    func of(_ configuration: Configuration) -> [Recording] {
        all.filter { $0.configuration == configuration.rawValue }
    }
}
