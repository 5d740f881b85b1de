import SallyportCore
import TestSupport
import Testing

@testable import SallyportSQL

@Suite("Storage contract: copying to another database")
struct CopyContract {
    /// What each engine says of its own tables.
    private struct Catalog {
        /// Names of tables.
        var tables: SQLStatement
        /// Table, column, and the table that it refers to.
        var references: SQLStatement

        static func of(_ engine: Engine) -> Catalog {
            switch engine {
            case .sqlite:
                Catalog(
                    tables: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                    references: """
                        SELECT schema.name, reference."from", reference."table"
                        FROM sqlite_schema AS schema JOIN pragma_foreign_key_list(schema.name) AS reference
                        WHERE schema.type = 'table'
                        """)
            case .postgreSQL, .pooledPostgreSQL:
                Catalog(
                    tables: "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
                    references: """
                        SELECT conrelid::regclass::text, attname::text, confrelid::regclass::text
                        FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
                        WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
                        """)
            }
        }
    }

    @Test("every table that a migration makes is copied, after those that it refers to", arguments: Engine.allCases)
    func completeness(engine: Engine) async throws {
        try await engine.open { database, _ async throws in
            try await Migrations.apply(to: database)
            let catalog = Catalog.of(engine)
            let tables = try await database.texts(catalog.tables).flatMap(\.self)
            let listed = CopiedTable.all.map(\.name)
            #expect(Set(tables) == Set(listed + CopiedTable.own))
            #expect(Set(listed).count == listed.count)
            for reference in try await database.texts(catalog.references) {
                let (table, column, target) = (reference[0], reference[1], reference[2])
                let position = try #require(listed.firstIndex(of: table))
                let before = try #require(listed.firstIndex(of: target))
                if table == target {
                    #expect(CopiedTable.all[position].parent == column)
                } else {
                    #expect(before < position, "\(table) refers to \(target)")
                }
            }
            for table in CopiedTable.all {
                let shape = try await database.read { try TableShape(of: table.name, $0) }
                #expect(!shape.columns.isEmpty && !shape.key.isEmpty, "\(table.name)")
            }
        }
    }

    @Test("a column that counts up by itself is known as one")
    func identities() async throws {
        try await Engine.postgreSQL.open { database, _ async throws in
            try await Migrations.apply(to: database)
            let found = try await database.texts(
                """
                SELECT attrelid::regclass::text, attname::text FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                WHERE attidentity <> '' AND relnamespace = current_schema()::regnamespace
                """)
            let listed = CopiedTable.all.compactMap { table in table.identity.map { [table.name, $0] } }
            #expect(Set(found) == Set(listed))
        }
    }

    @Test(
        "every row arrives as it was, however the roles stand above each other, and activity counts on",
        arguments: Engine.allCases, Engine.allCases)
    func everything(from: Engine, to: Engine) async throws {
        try await from.open { source, clock async throws in
            try await to.open { target, _ async throws in
                try await Migrations.apply(to: source)
                let vault = Self.vault(on: source)
                try await Self.fill(vault, at: clock.now)
                let reports = try await Self.copy(source, target)
                #expect(reports.map(\.table) == CopiedTable.all.map(\.name))
                for table in CopiedTable.all {
                    let before = try await source.dump(table.name)
                    #expect(!before.isEmpty, "\(table.name) has no row to copy")
                    #expect(try await target.dump(table.name) == before)
                    #expect(reports.first { $0.table == table.name }?.rows == before.count)
                }
                let last = try await source.values("SELECT max(id) FROM activity").first?.first
                try await Self.vault(on: target).write(.durable) {
                    try $0.append(Activity(.login, account: nil, realm: .team, client: Client()), at: clock.now)
                }
                let next = try await target.values("SELECT max(id) FROM activity").first?.first
                guard case .integer(let last)? = last, case .integer(let next)? = next else {
                    Issue.record("no ids")
                    return
                }
                #expect(next == last + 1)
            }
        }
    }

    @Test("a target with accounts, or with anything, is left as it is", arguments: Engine.allCases)
    func occupied(engine: Engine) async throws {
        try await Engine.sqlite.open { source, clock async throws in
            try await engine.open { target, _ async throws in
                for database in [source, target] { try await Migrations.apply(to: database) }
                try await Self.fill(Self.vault(on: source), at: clock.now)
                let vault = Self.vault(on: target)
                _ = try await KeyRing.open(vault, secret: Samples.secret)
                let started = await #expect(throws: CopyFailure.self) { _ = try await Self.copy(source, target) }
                #expect(started == .notEmpty(table: "keys"))
                try await vault.write(.durable) { try $0.insert(Samples.account(), profile: Profile(), at: clock.now) }
                let before = try await target.dump("accounts")
                let inhabited = await #expect(throws: CopyFailure.self) { _ = try await Self.copy(source, target) }
                #expect(inhabited == .notEmpty(table: "accounts"))
                #expect(try await target.dump("accounts") == before)
                #expect(try await target.dump("sessions").isEmpty)
            }
        }
    }

    @Test("a source of another schema, or of none, is refused, and not changed", arguments: Engine.allCases)
    func otherSchema(engine: Engine) async throws {
        try await engine.open { source, _ async throws in
            try await Engine.sqlite.open { target, _ async throws in
                let none = await #expect(throws: SchemaFailure.self) { _ = try await Self.copy(source, target) }
                #expect(none?.description.contains("no database of Sallyport") == true)
                try await Migrations.apply(Array(Migrations.all.dropLast()), to: source)
                let older = await #expect(throws: SchemaFailure.self) { _ = try await Self.copy(source, target) }
                #expect(older?.description.contains("Start this version on it") == true)
                let steps = try await source.values("SELECT number FROM migrations")
                #expect(steps.count == Migrations.all.count - 1)
            }
        }
    }

    @Test("when the copy fails in the middle, the target has no row", arguments: Engine.allCases)
    func failing(engine: Engine) async throws {
        try await Engine.sqlite.open { source, clock async throws in
            try await engine.open { target, _ async throws in
                for database in [source, target] { try await Migrations.apply(to: database) }
                try await Self.fill(Self.vault(on: source), at: clock.now)
                // The last of the tables takes nothing.
                _ = try await target.write(.durable) { try $0.execute("CREATE UNIQUE INDEX one ON activity (realm)") }
                await #expect(throws: (any Error).self) { _ = try await Self.copy(source, target) }
                for table in CopiedTable.all { #expect(try await target.dump(table.name).isEmpty, "\(table.name)") }
            }
        }
    }

    private static func vault(on database: some SQLDatabase) -> any Vault {
        SQLVault(database)
    }

    private static func copy(
        _ source: some SQLDatabase, _ target: some SQLDatabase
    ) async throws -> [DatabaseCopying.TableReport] {
        try await DatabaseCopying.copy(from: source, to: target, progress: { _ in })
    }

    /// Something in every table, more than one batch of it where there may be much.
    private static func fill(_ vault: any Vault, at now: Timestamp) async throws {
        _ = try await KeyRing.open(vault, secret: Samples.secret)
        try await vault.write(.durable) { transaction in
            try transaction.set("project_name", to: "Ärger & Söhne \u{1F511}")
            // Whoever stands above comes later in the order of the keys.
            let roles = ["c", "b", "a"].map { letter in
                Role.ID(rawValue: String(repeating: letter, count: 8) + "-0000-4000-8000-000000000001")
            }
            for (index, id) in roles.enumerated() {
                try transaction.insert(
                    Role(
                        id: id, name: "role \(index)", icon: "badge", description: nil,
                        parent: index == 0 ? nil : roles[index - 1]))
            }
            let policy = Policy(
                id: Policy.ID(rawValue: Samples.id()), name: "policy", hasAdminAccess: true, hasAppAccess: false,
                enforcesSecondFactor: false, addresses: ["192.0.2.0/24"])
            try transaction.insert(policy)
            try transaction.insert(
                Permission(
                    policy: policy.id, collection: "articles", action: .read, filter: #"{"a":1}"#, fields: ["id"]))
            try transaction.attach(policy.id, to: .role(roles[2]), id: Samples.id())
            for index in 0..<450 {
                var account = Samples.account(index == 0 ? nil : "ada\(index)@example.com")
                account.role = index % 2 == 0 ? roles[2] : nil
                try transaction.insert(account, profile: Profile(), at: now)
                try transaction.insert(Samples.session(of: account, at: now))
                if index == 7 {
                    try transaction.setStaticToken(
                        StaticToken.Digest(bytes: [0, 255, 0, 128]), of: account.id, at: now)
                    for state in SecondFactor.State.allCases {
                        try transaction.put(
                            SecondFactor(
                                account: account.id, state: state, sealed: [1, 0, 255], created: now, lastStep: 7))
                    }
                    var customer = Customer(account: account.id, created: now)
                    customer.metadata = ["a": "ä"]
                    customer.billingAddress = PostalAddress(id: "addr_1", texts: ["city": "Köln"], created: now)
                    _ = try transaction.insert(customer)
                    try transaction.update(customer)
                    try transaction.insert(PublishableKeys.Key(token: "pk_1", title: "shop", created: now))
                    try transaction.insert(RecoveryCode.Digest(bytes: [9, 0, 9]), of: account.id, at: now)
                    try transaction.note(network: "2001:db8:0:1", of: account.id, at: now)
                    try transaction.put(
                        FailureWindow(key: "k", failed: 3, pending: 1, lease: now, start: now, end: now + .seconds(9)))
                }
                let token = OneTimeToken(
                    id: OneTimeToken.ID(rawValue: Samples.id()), purpose: .passwordReset, account: account.id,
                    emailKey: "ada", created: now, expires: now + .seconds(60))
                try transaction.insert(token)
                try transaction.enqueue(
                    QueuedLetter(
                        id: QueuedLetter.ID(rawValue: Samples.id()), kind: .passwordReset, realm: .team,
                        email: EmailAddress("ada"), account: account.id, token: token.id, created: now))
                try transaction.append(
                    Activity(.login, account: account.id, realm: .team, client: Client()), at: now)
            }
        }
    }
}

extension SQLDatabase {
    /// All that a table holds, in an order of its own.
    fileprivate func dump(_ table: String) async throws -> Set<String> {
        try await read { sql in
            let columns = try TableShape(of: table, sql).columns.sorted().joined(separator: ", ")
            return Set(try sql.rows(SQLStatement(text: "SELECT \(columns) FROM \(table)")).map { "\($0.values)" })
        }
    }

    fileprivate func texts(_ statement: SQLStatement) async throws -> [[String]] {
        try await values(statement).map { row in
            row.compactMap { value in
                guard case .text(let text) = value else { return nil }
                return text
            }
        }
    }
}
