import Crypto

/// So many wrong guesses in so long (design section 6).
struct FailureBudget: Sendable, Hashable {
    /// ``FailureWindow/key``
    var key: String
    var limit: RateLimiter.Limit
}

/// The budgets that a guess draws on, and the names under which they are kept: MACs, so that the table names nobody.
struct FailureBudgets: Sendable {
    private let key: SymmetricKey

    init(keys: KeyRing) {
        key = keys.key(.throttle)
    }

    /// NIST SP 800-63B section 3.2.2: at most 100 consecutive failures of one account.
    static let account = RateLimiter.Limit(points: 100, window: .seconds(86_400))
    static let network = RateLimiter.Limit(points: 100, window: .seconds(900))
    /// Of static tokens, behind a proxy that is not trusted: everybody behind it together.
    static let sharedAddress = RateLimiter.Limit(points: 1000, window: .seconds(900))
    /// The window of an account from one network; how many there may be says the setting `auth_login_attempts`.
    static let pairWindow: Duration = .seconds(900)
    /// How long a network counts as the account's own after a sign-in from there.
    static let familiarity: Duration = .seconds(30 * 86_400)

    /// The budgets of a guess.
    ///
    /// An account's budget for all networks does not bind a network that the account is known to use, and a browser that it is
    /// known to use has budgets of its own: else whoever guesses from a thousand addresses, or from the same one, would lock
    /// its owner out. Codes are capped for the account as a whole, wherever they are tried: six digits can be guessed.
    func of(_ guess: Guess, _ reading: any FailureReading & SettingsReading, at now: Timestamp) throws
        -> [FailureBudget]
    {
        let attempts = try reading.settings().signInAttempts.map {
            RateLimiter.Limit(points: $0, window: Self.pairWindow)
        }
        switch guess.subject {
        case .unnamed: return ofNetwork(guess.client)
        case .code(let account): return [budget("code", account.rawValue, Self.account)]
        case .account(let account):
            let subject = "account/\(account)"
            if let device = guess.client.device, isKnown(device, to: account, at: now) {
                return [
                    attempts.map { budget("device", subject + "\n" + device.text, $0) },
                    budget("browser", subject + "\n" + device.text, Self.account),
                ]
                .compactMap(\.self)
            }
            let isFamiliar = try hasSignedIn(account, from: guess.client, reading, at: now)
            return of(subject, guess.client, attempts, isFamiliar: isFamiliar)
        case .address(let email, let realm):
            // The same questions to storage as for somebody's address: an answer without a hash shows each of them.
            _ = try hasSignedIn(Account.ID(rawValue: ""), from: guess.client, reading, at: now)
            return of("address/\(realm.rawValue)/\(email.key)", guess.client, attempts, isFamiliar: false)
        }
    }

    private func of(
        _ subject: String, _ client: Client, _ attempts: RateLimiter.Limit?, isFamiliar: Bool
    ) -> [FailureBudget] {
        var budgets: [FailureBudget] = []
        if let network = client.network {
            budgets.append(budget("network", network, Self.network))
            if let attempts { budgets.append(budget("pair", subject + "\n" + network, attempts)) }
        }
        if !isFamiliar { budgets.append(budget("account", subject, Self.account)) }
        return budgets
    }

    private func ofNetwork(_ client: Client) -> [FailureBudget] {
        if let network = client.network { return [budget("network", network, Self.network)] }
        guard let shared = client.address?.network else { return [] }
        return [budget("shared", shared, Self.sharedAddress)]
    }

    private func hasSignedIn(
        _ account: Account.ID, from client: Client, _ reading: any FailureReading, at now: Timestamp
    ) throws -> Bool {
        guard let network = client.network else { return false }
        return try reading.hasSignedIn(account, from: network, since: now - Self.familiarity)
    }

    private func budget(_ kind: String, _ what: String, _ limit: RateLimiter.Limit) -> FailureBudget {
        FailureBudget(key: name(kind, what), limit: limit)
    }

    private func name(_ kind: String, _ what: String) -> String {
        Base64URL.text(mac("failures/\(kind)/\(what)"))
    }

    private func mac(_ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}

extension FailureBudgets {
    /// A token that says, of whichever browser shows it later, that the account has signed in there (OWASP, "device
    /// cookies"). It opens nothing; all it does is to lift one budget.
    ///
    /// 8 bytes of issue time, in seconds, then the MAC over account and time, cut to 20 bytes.
    func device(of account: Account.ID, at now: Timestamp) -> DeviceToken {
        let time = withUnsafeBytes(of: now.seconds.bigEndian) { Array($0) }
        return DeviceToken(text: Base64URL.text(time + deviceMAC(account, now.seconds)))
    }

    /// Whether the account has signed in on that device, and not too long ago.
    func isKnown(_ device: DeviceToken, to account: Account.ID, at now: Timestamp) -> Bool {
        age(of: device, account, at: now).map { $0 < DeviceToken.lifetime } ?? false
    }

    /// Whether the device's token should be made anew, so that it does not expire while it is in use.
    func isDue(_ device: DeviceToken?, of account: Account.ID, at now: Timestamp) -> Bool {
        device.flatMap { age(of: $0, account, at: now) }.map { $0 >= DeviceToken.rest } ?? true
    }

    private func age(of device: DeviceToken, _ account: Account.ID, at now: Timestamp) -> Duration? {
        guard device.text.utf8.count == 38, let bytes = Base64URL.decode(device.text.utf8), bytes.count == 28 else {
            return nil
        }
        let seconds = bytes[..<8].reduce(0) { $0 << 8 | Int64($1) }
        guard constantTimeEqual(deviceMAC(account, seconds), bytes[8...]) else { return nil }
        return now - Timestamp(seconds: seconds)
    }

    private func deviceMAC(_ account: Account.ID, _ seconds: Int64) -> ArraySlice<UInt8> {
        mac("device/\(account)/\(seconds)").prefix(20)
    }
}

extension Settings {
    /// How many wrong guesses at an account one network may make within a quarter of an hour; `nil`: as many as it likes
    /// (`auth_login_attempts`, Directus spec section 1.2).
    var signInAttempts: Int? {
        guard case .integer(let count) = self["auth_login_attempts"] else { return nil }
        return Int(clamping: count)
    }
}
