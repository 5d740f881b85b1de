import DirectusSDK
import Foundation
import Testing

@Suite("DirectusSDK administers roles and policies of a real server", .timeLimit(.minutes(5)))
struct DirectusPeerRightsTests {
    private let mark = PeerMark()

    /// A role with a policy with a permission: who has the role may see some of his own account.
    private func makeRole(by client: DirectusSessionClient) async throws -> DirectusRole {
        let own: Filter = ["id": .eq("$CURRENT_USER")]
        let role: JSON = [
            "name": JSON(mark.text),
            "policies": [
                [
                    "policy": [
                        "name": JSON(mark.text), "ip_access": ["0.0.0.0/0", "::/0"],
                        "permissions": [
                            [
                                "collection": "directus_users", "action": "read",
                                "fields": ["id", "first_name", "password"], "permissions": own.json,
                            ]
                        ],
                    ]
                ]
            ],
        ]
        let fields: [Field] = ["id", "name", ["policies": ["id", ["policy": ["*", ["permissions": ["*"]]]]]]]
        return try await client.request(.createRole(role, Query(fields: fields)), as: DirectusRole.self)
    }

    private func remove(_ role: DirectusRole, by client: DirectusSessionClient) async throws {
        try await client.request(.deleteRole(try #require(role.id)))
        try await client.request(.deletePolicy(try #require(role.policies?.first?.item?.policy?.item?.id)))
    }

    @Test("a role with a policy with a permission is made in one call, and each of them can be changed by itself")
    func makeRole() async throws {
        try await Peer.use { peer in
            let client = try await peer.signedIn(.json)
            let role = try await makeRole(by: client)
            let policy = try #require(role.policies?.first?.item?.policy?.item)
            #expect(policy.name == mark.text)
            #expect(policy.ipAccess == ["0.0.0.0/0", "::/0"])
            #expect(policy.hasAdminAccess == false && policy.hasAppAccess == false && policy.enforcesTwoFactor == false)
            let permission = try #require(policy.permissions?.first?.item)
            #expect(permission.action == .read)
            #expect(permission.permissions == ["id": .eq("$CURRENT_USER")])
            #expect(permission.policy?.key == policy.id)

            let (roleID, policyID) = (try #require(role.id), try #require(policy.id))
            let changed = try await client.request(
                .updatePermission(try #require(permission.id), ["fields": ["id"]]), as: DirectusPermission.self)
            #expect(changed.fields == ["id"])
            let added: JSON = ["policy": JSON(policyID), "collection": "directus_roles", "action": "read"]
            let second = try await client.request(.createPermission(added), as: DirectusPermission.self)
            let all = try await client.request(
                .readPermissions(Query(filter: ["policy": ["name": .eq(mark.text)]], sort: ["id"])),
                as: [DirectusPermission].self)
            #expect(all.map(\.id) == [permission.id, second.id])
            try await client.request(.deletePermission(try #require(second.id)))
            let left = try await client.request(.readPolicy(policyID), as: DirectusPolicy.self)
            #expect(left.permissions?.map(\.key) == [permission.id])

            let child: JSON = ["name": JSON("\(mark.text)-child"), "parent": JSON(roleID)]
            let made = try await client.request(.createRole(child), as: DirectusRole.self)
            #expect(made.parent?.key == roleID)
            let parent = try await client.request(.readRole(roleID), as: DirectusRole.self)
            #expect(parent.children?.map(\.key) == [made.id])
            let held: JSON = ["role": JSON(made.id), "policy": JSON(policyID)]
            let access = try await client.request(.createAccess(held), as: DirectusAccess.self)
            let holders = try await client.request(
                .readAccesses(Query(filter: ["policy": .eq(policyID)])), as: [DirectusAccess].self)
            #expect(Set(holders.map(\.role?.key)) == [roleID, made.id])
            try await client.request(.deleteAccess(try #require(access.id)))

            try await client.request(.deleteRole(try #require(made.id)))
            try await remove(role, by: client)
            let gone = await #expect(throws: DirectusError.self) { try await client.request(.readPolicy(policyID)) }
            #expect(gone?.code == .forbidden)
            try await client.logout()
        }
    }

    @Test("somebody without rights gets typed errors, and sees what is masked masked")
    func unprivileged() async throws {
        try await Peer.use { peer in
            let administrator = try await peer.signedIn(.json)
            let role = try await makeRole(by: administrator)
            let person: JSON = [
                "first_name": "Eve", "email": JSON(mark.email("Eve")), "password": "Eves-own-pass-w0rd",
                "role": JSON(role.id),
            ]
            let eve = try await administrator.request(.createUser(person), as: DirectusUser.self)
            let id = try #require(eve.id)
            let client = peer.client(.json)
            try await client.login(email: mark.email("Eve"), password: "Eves-own-pass-w0rd")

            let seen = try await client.request(.readUsers(), as: [DirectusUser].self)
            #expect(seen.map(\.id) == [id])
            #expect(seen.first?.firstName == "Eve" && seen.first?.password == "**********")
            #expect(seen.first?.email == nil)
            let own = try await client.request(.readItemPermissions("directus_users", id))
            #expect(own["update"]?["access"] == false && own["delete"]?["access"] == false)
            let rights = try await client.request(.readUserPermissions())
            #expect(rights["directus_users"]?["read"]?["access"] == "partial")
            #expect(try await client.request(.readPolicyGlobals())["admin_access"] == false)

            func refusal(_ command: RESTCommand<JSON>) async -> DirectusError? {
                await #expect(throws: DirectusError.self) { try await client.request(command) }
            }
            let forbidden = [
                await refusal(.createUser(["email": mark.email("Mallory")])),
                await refusal(.updateUser(id, ["title": "Queen"])),
                await refusal(.readUsers(Query(fields: ["email"]))),
                await refusal(.readUsers(Query(filter: ["email": .eq("a")]))), await refusal(.readRoles()),
                await refusal(.readPolicies()), await refusal(.readSettings()), await refusal(.readActivities()),
                await refusal(.updateSettings(["project_name": "Mine"])),
            ]
            #expect(forbidden.allSatisfy { $0?.code == .forbidden && $0?.status == 403 && $0?.isRetryable == false })
            let masked = await refusal(.readUsers(Query(filter: ["password": .startsWith("$argon2")])))
            #expect(masked?.code == .invalidQuery)
            let undeleted = await #expect(throws: DirectusError.self) { try await client.request(.deleteUser(id)) }
            #expect(undeleted?.code == .forbidden)

            try await administrator.request(.deleteUser(id))
            let over = await #expect(throws: DirectusError.self) { try await client.refresh() }
            #expect(over?.code == .invalidCredentials)
            try await remove(role, by: administrator)
            try await administrator.logout()
        }
    }
}
