/// Reads a role for somebody who belongs to it: `role.*` in `GET /users/me` (recording `me/fields-star-role`).
public struct ReadRole: Sendable {
    let vault: any Vault

    /// A role with what hangs on it.
    public struct Details: Sendable {
        /// The role itself.
        public var role: Role
        /// The roles whose parent it is, by name.
        public var children: [Role.ID]
        /// Its members, as far as the caller may see them: himself, or all for an administrator.
        public var members: [Account.ID]
        /// The ids of the `access` rows that attach its policies.
        public var attachments: [String]
    }

    /// The caller's own role; `nil` without one.
    public func callAsFunction(of identity: Identity) async throws(AuthenticationFailure) -> Details? {
        guard let id = identity.account.role else { return nil }
        let isAdministrator = identity.rights.isAdministrator
        do {
            return try await vault.read { reading in
                guard let role = try reading.role(id) else { return nil }
                let members = isAdministrator ? try reading.members(of: id) : [identity.account.id]
                return Details(
                    role: role, children: try reading.children(of: id), members: members,
                    attachments: try reading.attachments(of: .role(id)))
            }
        } catch { throw AuthenticationFailure(error) }
    }
}
