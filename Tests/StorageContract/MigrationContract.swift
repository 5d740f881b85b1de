import SallyportCore
import TestSupport
import Testing

@testable import SallyportSQL

@Suite("Storage contract: migrations")
struct MigrationContract {
    private static let one = Migrations.Step(number: 1, name: "one") { _ in ["CREATE TABLE one (a BIGINT)"] }
    private static let two = Migrations.Step(number: 2, name: "two") { _ in ["ALTER TABLE one ADD COLUMN b BIGINT"] }

    @Test("migrations are applied once, in order, with their checksums", arguments: Engine.allCases)
    func once(engine: Engine) async throws {
        try await engine.open { database, _ async throws in
            try await Migrations.apply([Self.one], to: database)
            try await Migrations.apply([Self.one, Self.two], to: database)
            try await Migrations.apply([Self.one, Self.two], to: database)
            let names = try await database.values("SELECT name FROM migrations ORDER BY number")
            #expect(names == [[.text("one")], [.text("two")]])
            #expect(try await database.values("SELECT a, b FROM one").isEmpty)
        }
    }

    @Test("a newer schema and an altered step are refused, and nothing is changed", arguments: Engine.allCases)
    func foreignSchemas(engine: Engine) async throws {
        try await engine.open { database, _ async throws in
            try await Migrations.apply([Self.one, Self.two], to: database)
            let newer = await #expect(throws: SchemaFailure.self) {
                try await Migrations.apply([Self.one], to: database)
            }
            #expect(newer?.description.contains("newer Sallyport") == true)
            let edited = Migrations.Step(number: 1, name: "one") { _ in ["CREATE TABLE one (a TEXT)"] }
            let altered = await #expect(throws: SchemaFailure.self) {
                try await Migrations.apply([edited, Self.two], to: database)
            }
            #expect(altered?.description.contains("Step 1") == true)
        }
    }

    @Test("a step that fails leaves the database as it was", arguments: Engine.allCases)
    func failingStep(engine: Engine) async throws {
        try await engine.open { database, _ async throws in
            let broken = Migrations.Step(number: 1, name: "one") { _ in ["CREATE TABLE one (a BIGINT)", "NONSENSE"] }
            await #expect(throws: StorageError.self) { try await Migrations.apply([broken], to: database) }
            // Neither the step's table nor that of the steps is in the way.
            try await Migrations.apply([Self.one], to: database)
            #expect(try await database.values("SELECT name FROM migrations") == [[.text("one")]])
        }
    }

    @Test(
        "of ten that start at once on an empty database, each finds or makes the whole schema",
        arguments: Engine.allCases)
    func race(engine: Engine) async throws {
        try await engine.open { database, _ async throws in
            _ = try await concurrently(Array(0..<10)) { _ in try await Migrations.apply(to: database) }
            let numbers = try await database.values("SELECT number FROM migrations ORDER BY number")
            #expect(numbers == Migrations.all.map { [.integer(Int64($0.number))] })
            #expect(try await database.values("SELECT id FROM accounts").isEmpty)
        }
    }
}
