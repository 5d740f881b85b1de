import SallyportCore

/// Tables `customers` and `addresses`. A customer has one address: that for his bills.
extension SQLTransaction {
    func customer(_ account: Account.ID) throws -> Customer? {
        let found: Customer? = try first(
            "SELECT phone, company_name, metadata, created, updated FROM customers WHERE account = \(account.rawValue)"
        ) { row in
            let (phone, companyName, metadata) = (
                try row.optionalText(), try row.optionalText(), try row.optionalText()
            )
            var customer = Customer(account: account, created: try row.moment())
            customer.updated = try row.moment()
            customer.phone = phone
            customer.companyName = companyName
            customer.metadata = try metadata.map { try JSON(parsing: $0.utf8) }
            return customer
        }
        guard var customer = found else { return nil }
        customer.billingAddress = try first(
            "SELECT id, texts, metadata, created, updated FROM addresses WHERE account = \(account.rawValue)"
        ) { row in
            let (id, texts, metadata) = (try row.text(), try row.text(), try row.optionalText())
            let members = try JSON(parsing: texts.utf8).object?.members ?? []
            var address = PostalAddress(
                id: id,
                texts: Dictionary(
                    uniqueKeysWithValues: members.compactMap { pair in pair.value.string.map { (pair.name, $0) } }),
                metadata: try metadata.map { try JSON(parsing: $0.utf8) }, created: try row.moment())
            address.updated = try row.moment()
            return address
        }
        return customer
    }

    func insert(_ customer: Customer) throws -> Bool {
        try sql.execute(
            """
            INSERT INTO customers (account, phone, company_name, metadata, created, updated)
            VALUES (
                \(customer.account.rawValue), \(customer.phone), \(customer.companyName), \(customer.metadata?.text),
                \(customer.created.milliseconds), \(customer.updated.milliseconds))
            ON CONFLICT (account) DO NOTHING
            """) == 1
    }

    func update(_ customer: Customer) throws {
        try sql.execute(
            """
            UPDATE customers
            SET phone = \(customer.phone), company_name = \(customer.companyName), metadata = \(customer.metadata?.text),
                updated = \(customer.updated.milliseconds)
            WHERE account = \(customer.account.rawValue)
            """)
        guard let address = customer.billingAddress else {
            try sql.execute("DELETE FROM addresses WHERE account = \(customer.account.rawValue)")
            return
        }
        let texts = PostalAddress.names.reduce(into: JSON.Object()) { object, name in
            if let text = address.texts[name] { object.append(name, .string(text)) }
        }
        try sql.execute(
            """
            INSERT INTO addresses (id, account, texts, metadata, created, updated)
            VALUES (
                \(address.id), \(customer.account.rawValue), \(JSON.object(texts).text), \(address.metadata?.text),
                \(address.created.milliseconds), \(address.updated.milliseconds))
            ON CONFLICT (account) DO UPDATE SET
                texts = excluded.texts, metadata = excluded.metadata, updated = excluded.updated
            """)
    }
}
