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
        "a permission covers one's own account only if its filter surely does",
        arguments: [
            (nil, true), ("{}", true), ("null", true), (#"{"id":{"_eq":"$CURRENT_USER"}}"#, true),
            (#"{"status":{"_eq":"active"}}"#, false), (#"{"id":{"_neq":"$CURRENT_USER"}}"#, false), ("{broken", false),
        ] as [(String?, Bool)])
    func filters(filter: String?, isCovered: Bool) {
        let policy = Policy(id: .init(rawValue: "p"), name: "p")
        let permission = Permission(
            id: .init(rawValue: "x"), policy: policy.id, collection: "directus_users", action: .update, filter: filter,
            fields: ["first_name", "no_such_field"])
        let rights = Grants(policies: [policy], permissions: [permission]).rights(at: nil)
        #expect(rights.changeableOwnFields == (isCovered ? [.firstName] : []))
        #expect(rights.readableOwnFields.isEmpty)
    }

    @Test("app access alone lets one read, and change nothing")
    func appAccess() {
        let rights = grants(Policy(id: .init(rawValue: "p"), name: "p", hasAppAccess: true)).rights(at: nil)
        #expect(rights.changeableOwnFields.isEmpty)
        #expect(rights.readableOwnFields.contains(.email))
        #expect(!rights.readableOwnFields.contains(.token))
    }
}
