/// The tests that are about SQLite's files, each with the reason; all other tests of the wire, the server and the binary run
/// on PostgreSQL too (`Scripts/test`).
package enum SQLiteOnly: String {
    // SallyportServerTests.FailedStartTests
    case lostSecret = "a secret that was kept beside the file, and lost"
    case damagedSecret = "a secret that is kept beside the file, damaged"
    case noDatabase = "a file that is no database"
    case permissions = "who may read the file, and the secret beside it"
    // EndToEnd
    case firstStart = "what is made without any configuration; PostgreSQL has to be named, and given a secret"
    case keptSecret = "a secret that is made and kept beside the file"
    case environmentFile = "DB_FILENAME in .env, and what is made there"
    case noDatabaseAtStart = "the binary, and a file that is no database"
    case allInOneFile = "what is in the file, and what in its write-ahead log"

    /// Whether it is run now.
    package var isRun: Bool { !TestDatabase.isPostgreSQL }
}
