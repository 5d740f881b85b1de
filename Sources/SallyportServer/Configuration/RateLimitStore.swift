/// Where limiters count (`RATE_LIMITER_STORE`).
public enum RateLimitStore: String, Sendable, CaseIterable {
    /// Each node for itself.
    case memory
    /// All nodes together, in their PostgreSQL.
    case database
}

extension ConfigurationReader {
    /// Nodes that share a database share what they count, unless they are told not to.
    mutating func rateLimitStore(_ database: DatabaseConfiguration) -> RateLimitStore {
        let chosen = word("RATE_LIMITER_STORE", RateLimitStore.self)
        switch database {
        case .postgreSQL: return chosen ?? .database
        case .sqlite:
            if chosen == .database {
                report(
                    "RATE_LIMITER_STORE", "is database, and there is no PostgreSQL: one node has nobody to share with",
                    "Write memory, or leave it out")
            }
            return .memory
        }
    }
}
