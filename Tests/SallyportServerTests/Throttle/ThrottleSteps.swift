import SallyportCore
import TestSupport

/// Requests from many addresses: the server believes the proxy that the test is.
extension TestServer {
    static let behindProxy = ["IP_TRUST_PROXY": "true"]

    /// Guesses a password from an address.
    func guess(
        _ email: String = "alice@example.com", from address: String, password: String = "wrong horse 9",
        headers: [(String, String)] = [], mode: TokenMode = .json
    ) async throws -> HTTPAnswer {
        try await post(
            "/auth/login",
            ["email": .string(email), "password": .string(password), "mode": .string(mode.rawValue)],
            headers: headers + Self.from(address))
    }

    /// What a proxy says of who asks.
    static func from(_ address: String) -> [(String, String)] {
        [("X-Forwarded-For", address)]
    }

    /// The statuses of so many guesses, one after the other.
    func guesses(
        _ count: Int, _ email: String = "alice@example.com", from address: (Int) -> String
    ) async throws -> [Int] {
        var statuses: [Int] = []
        for index in 0..<count { statuses.append(try await guess(email, from: address(index)).status) }
        return statuses
    }

    /// The statuses of guesses that are made at once.
    func guessesAtOnce(
        _ count: Int, _ email: @escaping @Sendable (Int) -> String = { _ in "alice@example.com" },
        lanes: Int = 50, from address: @escaping @Sendable (Int) -> String
    ) async throws -> [Int] {
        try await withThrowingTaskGroup(of: [Int].self) { tasks in
            for lane in 0..<lanes {
                tasks.addTask {
                    var statuses: [Int] = []
                    for index in stride(from: lane, to: count, by: lanes) {
                        statuses.append(try await guess(email(index), from: address(index)).status)
                    }
                    return statuses
                }
            }
            return try await tasks.reduce(into: []) { $0 += $1 }
        }
    }

    /// One of many addresses, each in a network of its own.
    static func address(_ index: Int) -> String {
        "198.18.\(index / 250).\(index % 250 + 1)"
    }
}

extension [Int] {
    /// How many of these answers have that status.
    func count(_ status: Int) -> Int {
        filter { $0 == status }.count
    }
}
