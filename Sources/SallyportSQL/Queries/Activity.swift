import SallyportCore

/// Table `activity`.
extension SQLTransaction {
    func append(_ activity: Activity, at now: Timestamp) throws {
        let fields = activity.fields.isEmpty ? nil : activity.fields.joined(separator: ",")
        let item =
            activity.item ?? Activity.Item(collection: .users, key: activity.account?.rawValue ?? "")
        try sql.execute(
            """
            INSERT INTO activity (action, account, realm, at, ip, user_agent, origin, fields, collection, item)
            VALUES (
                \(activity.action.rawValue), \(activity.account?.rawValue), \(activity.realm.rawValue),
                \(now.milliseconds), \(activity.client.address?.description), \(activity.client.userAgent),
                \(activity.client.origin), \(fields), \(item.collection.rawValue), \(item.key))
            """)
    }
}
