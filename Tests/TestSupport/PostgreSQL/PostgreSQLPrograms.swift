import Foundation

/// PostgreSQL's programs, as Debian installs them, and the user that they run as.
struct PostgreSQLPrograms: Sendable {
    let initdb: URL
    let postgres: URL
    let psql: URL
    let dump: URL
    /// What stands before a program's name so that it does not run as root, which PostgreSQL refuses.
    let prefix: [String]
    /// The user who must own the server's folder; `nil` is who runs the tests.
    let owner: String?

    /// The tests need a PostgreSQL, and there is none.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// Looks for the newest in Debian's folders, then in `PATH`.
    init() throws {
        let debian = URL(filePath: "/usr/lib/postgresql", directoryHint: .isDirectory)
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian.path))?.compactMap(Int.init) ?? []
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders =
            versions.sorted(by: >).map { debian.appending(path: "\($0)/bin") }
            + path.split(separator: ":").map { URL(filePath: String($0), directoryHint: .isDirectory) }
        initdb = try Self.program("initdb", ofPackage: "postgresql", in: folders)
        postgres = try Self.program("postgres", ofPackage: "postgresql", in: folders)
        psql = try Self.program("psql", ofPackage: "postgresql-client", in: folders)
        dump = try Self.program("pg_dump", ofPackage: "postgresql-client", in: folders)
        guard getuid() == 0 else {
            (prefix, owner) = ([], nil)
            return
        }
        let user = "postgres"
        guard getpwnam(user) != nil else {
            throw Missing(
                description: """
                    PostgreSQL does not run as root, and there is no user «\(user)» for it, whom Debian's package \
                    postgresql makes. Install that, or run the tests as another user.
                    """)
        }
        let system = ["/usr/bin", "/bin"].map { URL(filePath: $0, directoryHint: .isDirectory) }
        // It becomes the program, so that the program's process id is the one that the tests know.
        let setpriv = try Self.program("setpriv", ofPackage: "util-linux", in: system)
        (prefix, owner) = ([setpriv.path, "--reuid=\(user)", "--regid=\(user)", "--init-groups", "--"], user)
    }

    static func program(_ name: String, ofPackage package: String, in folders: [URL]) throws -> URL {
        let candidates = folders.map { $0.appending(path: name) }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw Missing(
                description: """
                    The tests need `\(name)`, which is not in \(folders.map(\.path).joined(separator: ", ")): \
                    install Debian's package \(package).
                    """)
        }
        return found
    }
}
