import Foundation

/// How many connections the process can hold: one descriptor each, and some for the database and the logs.
enum ConnectionLimit {
    private static let reserve = 128
    private static let most: rlim_t = 65_536

    /// Raises the process' limit of open files as far as it may, and says how many connections fit.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 512 }
        let wanted = min(limit.rlim_max, most)
        if limit.rlim_cur < wanted {
            var raised = limit
            raised.rlim_cur = wanted
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return max(64, Int(min(limit.rlim_cur, most)) - reserve)
    }
}
