import SallyportCore
import Testing

@Suite("Rights")
struct RightsTests {
    private func grants(_ policies: Policy...) -> Grants {
        Grants(policies: policies)
    }

    @Test("administration brings app access with it")
    func administrators() {
        let rights = grants(Policy(id: .init(rawValue: "p"), name: "p", hasAdminAccess: true)).rights(at: nil)
        #expect(rights.isAdministrator && rights.hasAppAccess)
    }

    @Test(
        "a policy that is bound to addresses counts nowhere else, and never for an unknown address",
        arguments: [("10.1.2.3", true), ("11.0.0.1", false), (nil, false)] as [(String?, Bool)])
    func addresses(address: String?, counts: Bool) {
        let policy = Policy(
            id: .init(rawValue: "p"), name: "p", hasAdminAccess: true, enforcesSecondFactor: true,
            addresses: ["192.0.2.1", "10.0.0.0/8", "nonsense"])
        let rights = grants(policy).rights(at: address.flatMap { IPAddress($0) })
        #expect(rights.isAdministrator == counts)
        #expect(rights.enforcesSecondFactor == counts)
    }

    @Test(
        "a permission covers one's own account if its filter surely does; where it may, storage is asked; a broken one never",
        arguments: [
            (nil, [.firstName]), ("{}", [.firstName]), ("null", [.firstName]),
            (#"{"id":{"_eq":"$CURRENT_USER"}}"#, [.firstName]), (#"{"status":{"_eq":"active"}}"#, nil),
            (#"{"id":{"_neq":"$CURRENT_USER"}}"#, nil), ("{broken", []),
        ] as [(String?, Set<AccountField>?)])
    func filters(filter: String?, readable: Set<AccountField>?) {
        let policy = Policy(id: .init(rawValue: "p"), name: "p")
        let permission = Permission(
            policy: policy.id, collection: "directus_users", action: .read, filter: filter,
            fields: ["first_name", "no_such_field"])
        let rights = Grants(policies: [policy], permissions: [permission]).rights(at: nil)
        #expect(rights.readableOwnFields == readable)
    }

    @Test("app access alone lets one read, and change nothing")
    func appAccess() throws {
        let rights = grants(Policy(id: .init(rawValue: "p"), name: "p", hasAppAccess: true)).rights(at: nil)
        #expect(rights.permissions.allSatisfy { $0.action == .read })
        let readable = try #require(rights.readableOwnFields)
        #expect(readable.contains(.email))
        #expect(!readable.contains(.token))
    }
}
