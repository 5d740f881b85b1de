import SallyportCore
import TestSupport
import Testing

@Suite("Storage contract: roles and policies")
struct AccessContract {
    @Test(
        "an account holds what its chain of roles and itself hold; the public's only without a role",
        arguments: Engine.allCases)
    func grants(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let top = Role(id: Role.ID(rawValue: Samples.id()), name: "Top", description: "all of it")
            let middle = Role(id: Role.ID(rawValue: Samples.id()), name: "Middle", parent: top.id)
            let leaf = Role(id: Role.ID(rawValue: Samples.id()), name: "Leaf", parent: middle.id)
            let other = Role(id: Role.ID(rawValue: Samples.id()), name: "Other")
            let policies = ["top", "leaf", "own", "public", "other"].map { name in
                Policy(
                    id: Policy.ID(rawValue: Samples.id()), name: name, hasAppAccess: true,
                    addresses: name == "own" ? ["10.0.0.0/8", "192.0.2.1"] : [])
            }
            var member = Samples.account()
            member.role = leaf.id
            let nobody = Samples.account("nobody@example.com")
            let (account, roles) = (member, [top, middle, leaf, other])
            let permission = Permission(
                id: 1, policy: policies[1].id, collection: "directus_users", action: .update, filter: "{}",
                presets: #"{"language":"de-DE"}"#, fields: ["first_name", "last_name"])
            try await vault.write(.durable) { transaction in
                for role in roles { try transaction.insert(role) }
                for policy in policies { try transaction.insert(policy) }
                try transaction.insert(permission)
                for account in [account, nobody] { try transaction.insert(account, profile: Profile(), at: clock.now) }
                let holders: [PolicyHolder] = [
                    .role(top.id), .role(leaf.id), .account(account.id), .everyone, .role(other.id),
                ]
                for (policy, holder) in zip(policies, holders) {
                    try transaction.attach(policy.id, to: holder, id: Samples.id())
                }
            }
            try await vault.read { reading throws in
                let grants = try reading.grants(of: account)
                #expect(Set(grants.policies) == Set(policies[0...2]))
                #expect(grants.permissions == [permission])
                let publicGrants = try reading.grants(of: nobody)
                #expect(publicGrants.policies == [policies[3]])
                #expect(try reading.role(top.id) == top)
                #expect(try reading.role(named: "Leaf") == leaf)
                #expect(try reading.children(of: top.id) == [middle.id])
                #expect(try reading.members(of: leaf.id) == [account.id])
                #expect(try reading.attachments(of: .role(leaf.id)).count == 1)
                #expect(try reading.attachments(of: .account(nobody.id)).isEmpty)
                #expect(try reading.attachments(of: .everyone).count == 1)
            }
        }
    }

    @Test("a circle of parents, which no door can make, ends where it began", arguments: Engine.allCases)
    func circle(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let one = Role(id: Role.ID(rawValue: Samples.id()), name: "One")
            var member = Samples.account()
            member.role = one.id
            let account = member
            let policy = Policy(id: Policy.ID(rawValue: Samples.id()), name: "policy")
            try await vault.write(.durable) { transaction in
                try transaction.insert(Role(id: one.id, name: "One", parent: one.id))
                try transaction.insert(policy)
                try transaction.attach(policy.id, to: .role(one.id), id: Samples.id())
                try transaction.insert(account, profile: Profile(), at: clock.now)
                #expect(try transaction.grants(of: account).policies == [policy])
            }
        }
    }

    @Test("settings are replaced by name, and others keep their defaults", arguments: Engine.allCases)
    func settings(engine: Engine) async throws {
        try await engine.run { vault, _ async throws in
            try await vault.write(.durable) { transaction in
                try transaction.set("auth_password_policy", to: "/^.{8,}$/")
                try transaction.set("auth_password_policy", to: "/^.{9,}$/")
                try transaction.set("project_descriptor", to: .null)
                let settings = try transaction.settings()
                #expect(settings.passwordPolicy == "/^.{9,}$/")
                #expect(settings["project_name"] == "Directus")
                #expect(settings["auth_login_attempts"] == 25)
                #expect(settings["project_descriptor"] == .null)
            }
        }
    }
}
