import Foundation
public import SallyportCore

/// The state in which the recordings begin (`recordings/README.md`): an administrator, the role Member, and its accounts.
public struct Fixture: Sendable {
    public static let password = "correct horse 9"
    public static let administratorToken = "admin-static-token"
    public static let bobToken = "bob-static-token-0123456789"

    /// The ids of the accounts, by the names before `@example.com`.
    public let accounts: [String: Account.ID]
    public let member: Role.ID

    private static let statuses: [(name: String, status: Account.Status)] = [
        ("alice", .active), ("bob", .active), ("carol", .active), ("dave", .active), ("erin", .active),
        ("susp", .suspended), ("inv", .invited), ("draft", .draft), ("arch", .archived), ("unver", .unverified),
        ("ext", .active), ("tfa", .active), ("brute", .active),
    ]

    /// Makes the state on a fresh server.
    public static func make(on server: TestServer) async throws -> Fixture {
        try await server.core.setUp(
            SetUp.Administrator(
                email: EmailAddress("admin@example.com"), password: Password(password), firstName: "Admin",
                lastName: "User", staticToken: Secret(administratorToken)),
            client: Client())
        let member = Role.ID(rawValue: identifier())
        let policy = Policy(id: Policy.ID(rawValue: identifier()), name: "Member", hasAppAccess: true)
        let permission = Permission(
            policy: policy.id, collection: "directus_users", action: .update,
            filter: #"{"id":{"_eq":"$CURRENT_USER"}}"#,
            fields: ["first_name", "last_name", "email", "password", "language", "tfa_secret"])
        let attachment = identifier()
        try await server.vault.write(.relaxed) { transaction in
            try transaction.insert(Role(id: member, name: "Member"))
            try transaction.insert(policy)
            try transaction.insert(permission)
            try transaction.attach(policy.id, to: .role(member), id: attachment)
        }
        var accounts: [String: Account.ID] = [:]
        for (name, status) in statuses {
            let email = EmailAddress("\(name)@example.com")
            let id = try await server.core.administerAccounts.create(
                email, password: Password(password), role: "Member",
                staticToken: name == "bob" ? Secret(bobToken) : nil, in: .team)
            try await server.vault.write(.relaxed) { transaction in
                guard var account = try transaction.account(id), var profile = try transaction.profile(of: id) else {
                    return
                }
                account.status = status
                if name == "ext" {
                    account.provider = Account.Provider(rawValue: "github")
                    account.externalIdentifier = "ext-1"
                }
                profile.firstName = name.prefix(1).uppercased() + name.dropFirst()
                try transaction.update(account)
                try transaction.update(profile, of: id)
            }
            accounts[name] = id
        }
        return Fixture(accounts: accounts, member: member)
    }

    private static func identifier() -> String {
        UUID().uuidString.lowercased()
    }
}
