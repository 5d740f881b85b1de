import Foundation
import SallyportCore
import SallyportPostgreSQL
import SallyportSQL

/// Copies an installation's data to another database.
public enum DatabaseCopy {
    /// Copies all of it, or nothing.
    ///
    /// - Parameter progress: called after each table, before anything is committed.
    /// - Returns: how many rows were copied.
    /// - Throws: ``InstallationFailure``.
    public static func run(
        from source: DatabaseConfiguration, to target: DatabaseConfiguration,
        progress: @escaping @Sendable (_ table: String, _ rows: Int) -> Void
    ) async throws(InstallationFailure) -> Int {
        guard !source.isSame(as: target) else {
            throw InstallationFailure("Source and target are the same database.", kind: .refused)
        }
        // Opening would make it.
        if case .sqlite(let path) = source, !FileManager.default.fileExists(atPath: path) {
            throw InstallationFailure("There is no database \(path).")
        }
        if case .sqlite(let path) = target { try SecretFile.makeFolder(of: path) }
        let reports = try await opened(source) { from throws(InstallationFailure) in
            try await opened(target) { to throws(InstallationFailure) in
                do {
                    return try await copy(from, to) { progress($0.table, $0.rows) }
                } catch let failure as SchemaFailure {
                    throw InstallationFailure(
                        "\(source.label) cannot be copied to \(target.label): \(failure)", kind: .refused)
                } catch let failure as CopyFailure {
                    throw InstallationFailure(failure.description, kind: .refused)
                } catch {
                    throw InstallationFailure(
                        "\(source.label) could not be copied to \(target.label), which is as it was: \(error)",
                        kind: (error as? StorageError)?.isTemporary == true ? .unavailable : .refused)
                }
            }
        }
        return reports.reduce(0) { $0 + $1.rows }
    }

    private static func opened<Value>(
        _ database: DatabaseConfiguration, _ body: (any SQLDatabase) async throws(InstallationFailure) -> Value
    ) async throws(InstallationFailure) -> Value {
        do {
            return try await database.withDatabase { try await body($0) }
        } catch { throw await InstallationFailure(error, database) }
    }

    private static func copy(
        _ source: any SQLDatabase, _ target: any SQLDatabase,
        _ progress: @escaping @Sendable (DatabaseCopying.TableReport) -> Void
    ) async throws -> [DatabaseCopying.TableReport] {
        try await copy(source, onto: target, progress)
    }

    private static func copy(
        _ source: some SQLDatabase, onto target: any SQLDatabase,
        _ progress: @escaping @Sendable (DatabaseCopying.TableReport) -> Void
    ) async throws -> [DatabaseCopying.TableReport] {
        try await DatabaseCopying.copy(from: source, to: target, progress: progress)
    }
}

extension DatabaseConfiguration {
    /// Whether both name one database, as far as the names tell; what they do not, an empty target does.
    fileprivate func isSame(as other: DatabaseConfiguration) -> Bool {
        switch (self, other) {
        case (.sqlite(let path), .sqlite(let other)):
            let paths = [path, other].map {
                URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path
            }
            return paths[0] == paths[1]
        case (.postgreSQL(let configuration), .postgreSQL(let other)):
            return configuration.label == other.label && configuration.schema == other.schema
        default: return false
        }
    }
}
