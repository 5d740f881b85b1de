import Foundation
import SallyportCore
import TestSupport

/// What an account can be that a sign-in is refused for.
enum Kind: String, CaseIterable {
    case unknown
    case wrong = "wrong password"
    case suspended
    case otherProvider = "other provider"
    case passwordless = "without a password"
    case weakHash = "imported weak hash"
}

/// Accounts of every kind: several, for each may fail a hundred times a day only.
struct People {
    static let each = 10
    static let password = "correct horse 9"

    /// The address that an attempt is made at.
    static func address(_ kind: Kind, _ attempt: Int) -> String {
        let number = kind == .unknown ? attempt : attempt % each
        return "\(kind.rawValue.replacing(" ", with: "-"))-\(number)@example.com"
    }

    static func make(on server: TestServer, _ hasher: MeasuringHasher) async throws -> People {
        // A quarter of today's memory, one pass: what an import may bring.
        let hash = try await hasher.hash(Password(password))
        guard let today = hash.parameters else { throw CocoaError(.featureUnsupported) }
        let weak = Argon2Hasher(parameters: Argon2Parameters(memory: max(8, today.memory / 4), time: 1), width: 1)
        let weakHash = try await weak.hash(Password(password))
        try await server.vault.write(.durable) { transaction in
            for kind in Kind.allCases where kind != .unknown {
                for number in 0..<each {
                    var account = Account(
                        id: Account.ID(rawValue: UUID().uuidString.lowercased()), realm: .team,
                        email: EmailAddress(address(kind, number)), passwordHash: hash)
                    switch kind {
                    case .unknown, .wrong: break
                    case .suspended: account.status = .suspended
                    case .otherProvider: account.provider = Account.Provider(rawValue: "directory")
                    case .passwordless: account.passwordHash = nil
                    case .weakHash: account.passwordHash = weakHash
                    }
                    try transaction.insert(account, profile: Profile(), at: try transaction.now)
                }
            }
            try transaction.insert(
                Account(
                    id: Account.ID(rawValue: UUID().uuidString.lowercased()), realm: .team,
                    email: EmailAddress(Flood.email), passwordHash: hash), profile: Profile(),
                at: try transaction.now)
        }
        return People()
    }
}
