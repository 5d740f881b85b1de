import SallyportCore

/// Table `activity`.
extension SQLTransaction {
    func append(_ activity: Activity, at now: Timestamp) throws {
        let fields = activity.fields.isEmpty ? nil : activity.fields.map(\.rawValue).joined(separator: ",")
        try sql.execute(
            """
            INSERT INTO activity (action, account, realm, at, ip, user_agent, origin, fields)
            VALUES (
                \(activity.action.rawValue), \(activity.account?.rawValue), \(activity.realm.rawValue),
                \(now.milliseconds), \(activity.client.address?.description), \(activity.client.userAgent),
                \(activity.client.origin), \(fields))
            """)
    }
}
