import CPostgreSQL
import Foundation
public import SallyportCore

extension PostgreSQLConfiguration {
    /// Whether there is a server that answers, and refuses us: a wrong password, user or database, which no waiting cures.
    ///
    /// - Parameter error: that opening the database brought.
    public func refusesUs(_ error: StorageError) async -> Bool {
        // libpq has no code for it. A full server says so in its own language, but for most that is this one.
        guard !["too many clients", "connection slots"].contains(where: error.description.contains) else {
            return false
        }
        return await withCheckedContinuation { continuation in
            // libpq blocks, and must not block a thread that tasks share.
            Thread.detachNewThread {
                guard let parameters = try? connectionParameters().sorted(by: { $0.key < $1.key }) else {
                    return continuation.resume(returning: true)
                }
                let state = withCStrings(parameters.map(\.key)) { names in
                    withCStrings(parameters.map(\.value)) { texts in PQpingParams(names, texts, 0) }
                }
                continuation.resume(returning: state == PQPING_OK || state == PQPING_NO_ATTEMPT)
            }
        }
    }
}
