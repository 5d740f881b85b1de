/// Writes and reads customers' tokens: HS256, Medusa's claims (medusa.md A1.7, B2), and `sid`, the session that they die with
/// (D2). A token without one was made elsewhere, and cannot be revoked: it is none.
struct StoreTokenCodec: Sendable {
    private let signature: JSONWebSignature

    init(secret: Secret<[UInt8]>) {
        signature = JSONWebSignature(secret: secret)
    }

    func encode(_ credential: StoreCredential) -> Secret<String> {
        var claims = Self.context(credential)
        claims.append("sid", .string(credential.session.rawValue))
        claims.append("iat", .integer(credential.issuedAt))
        claims.append("exp", .integer(credential.expiresAt))
        return signature.sign(.object(claims))
    }

    /// - Returns: `nil` for what is no genuine token, or is over.
    func decode(_ text: String, at now: Timestamp) -> StoreCredential? {
        guard let parts = JSONWebSignature.Parts(text), signature.verifies(parts) else { return nil }
        let claims = parts.claims
        guard let session = claims["sid"]?.string, let issuedAt = claims["iat"]?.numericDate,
            let expiresAt = claims["exp"]?.numericDate, now.seconds < expiresAt
        else { return nil }
        var credential = StoreCredential(
            version: .first, session: Session.ID(rawValue: session), account: Account.ID(rawValue: ""),
            isCustomer: true, issuedAt: issuedAt, expiresAt: expiresAt)
        if claims["domain"]?.string == "store", let customer = claims["customer_id"]?.string, !customer.isEmpty {
            credential.account = Account.ID(rawValue: customer)
        } else if claims["actor_type"]?.string == "customer", let actor = claims["actor_id"]?.string,
            let identity = claims["auth_identity_id"]?.string, identity.hasPrefix("authid_")
        {
            credential.version = .second
            credential.account = Account.ID(rawValue: "cus_" + identity.dropFirst("authid_".count))
            credential.isCustomer = !actor.isEmpty
            guard actor.isEmpty || actor == credential.account.rawValue else { return nil }
        } else {
            return nil
        }
        return credential
    }

    /// The claims that say who it is.
    static func context(_ credential: StoreCredential) -> JSON.Object {
        let id = credential.account.rawValue
        switch credential.version {
        case .first: return ["customer_id": .string(id), "domain": "store"]
        case .second:
            return [
                "actor_id": .string(credential.isCustomer ? id : ""), "actor_type": "customer",
                "auth_identity_id": .string(credential.account.authenticationIdentity),
                "app_metadata": credential.isCustomer ? ["customer_id": .string(id)] : [:],
            ]
        }
    }
}

extension StoreCredential {
    /// The authentication context, as `POST /auth/session` shows it (medusa.md B3).
    public var context: JSON.Object {
        var context = StoreTokenCodec.context(self)
        context.append("iat", .integer(issuedAt))
        context.append("exp", .integer(expiresAt))
        return context
    }
}
