import SallyportCore

/// A customer as the interfaces show him; never with a hash.
struct CustomerView {
    let whole: ReadCustomer.Whole

    init(_ whole: ReadCustomer.Whole) {
        self.whole = whole
    }

    /// What goes along in the first interface.
    enum Relations {
        /// After signing in: orders, of which there are none here, and addresses (medusa.md A2.1).
        case orders
        /// Of `/store/customers/me` (medusa.md A3).
        case billingAddress
        /// After a reset: none.
        case none
    }

    /// The order of recording `store/auth/uppercase-email`.
    func first(_ relations: Relations) -> JSON {
        let (customer, account, profile) = (whole.customer, whole.account, whole.profile)
        var object: JSON.Object = [
            "id": .string(account.id.rawValue), "created_at": .string(customer.created.text),
            "updated_at": .string(customer.updated.text), "deleted_at": .null, "email": JSON(account.email?.text),
            "first_name": JSON(profile.firstName), "last_name": JSON(profile.lastName),
            "billing_address_id": JSON(customer.billingAddress?.id), "phone": JSON(customer.phone),
            "has_account": true, "metadata": customer.metadata ?? .null,
        ]
        switch relations {
        case .orders: object.append("orders", [])
        case .billingAddress: object.append("billing_address", customer.billingAddress.map(address) ?? .null)
        case .none: return .object(object)
        }
        object.append("shipping_addresses", [])
        return .object(object)
    }

    /// The order of recording `store/customers/me-old-token-after-reset` of the second interface.
    var second: JSON {
        let (customer, account, profile) = (whole.customer, whole.account, whole.profile)
        return [
            "id": .string(account.id.rawValue), "email": JSON(account.email?.text),
            "company_name": JSON(customer.companyName), "first_name": JSON(profile.firstName),
            "last_name": JSON(profile.lastName), "phone": JSON(customer.phone),
            "metadata": customer.metadata ?? .null, "has_account": true, "deleted_at": .null,
            "created_at": .string(customer.created.text), "updated_at": .string(customer.updated.text),
            "addresses": [],
        ]
    }

    private func address(_ address: PostalAddress) -> JSON {
        var object: JSON.Object = [
            "id": .string(address.id), "created_at": .string(address.created.text),
            "updated_at": .string(address.updated.text), "deleted_at": .null,
            "customer_id": .string(whole.account.id.rawValue),
        ]
        for name in PostalAddress.names { object.append(name, JSON(address.texts[name])) }
        object.append("metadata", address.metadata ?? .null)
        return .object(object)
    }
}
