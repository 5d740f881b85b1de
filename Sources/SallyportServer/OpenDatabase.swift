import SallyportCore
import SallyportPostgreSQL
import SallyportSQL
import SallyportSQLite

extension DatabaseConfiguration {
    /// Lends the database to the body, as it is, and closes it afterwards.
    func withDatabase<Value>(_ body: (any SQLDatabase) async throws -> Value) async throws -> Value {
        switch self {
        case .sqlite(let path):
            let database = try SQLiteDatabase(path: path, clock: SystemClock.now)
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
            try database.close()
            return try outcome.get()
        case .postgreSQL(let parameters):
            let database = PostgreSQLDatabase(parameters, machineClock: SteadyClock.now)
            defer { database.close() }
            return try await body(database)
        }
    }
}
