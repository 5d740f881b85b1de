/// A stored password hash in PHC string format, as Directus keeps it: `$argon2id$v=19$m=65536,t=3,p=4$salt$hash`.
public struct PasswordHash: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The encoded string. Treat it as a secret: it can be attacked offline.
    public let encoded: String

    /// Takes any text; what is no hash matches no password.
    public init(encoded: String) {
        self.encoded = encoded
    }

    public var description: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The parameters that the string names; `nil` if it is no argon2 string.
    public var parameters: Argon2Parameters? {
        let parts = encoded.split(separator: "$", omittingEmptySubsequences: true)
        guard parts.count == 5, let variant = Argon2Parameters.Variant(rawValue: String(parts[0])),
            parts[1] == "v=19"
        else { return nil }
        var values: [Substring: Int] = [:]
        for field in parts[2].split(separator: ",") {
            let pair = field.split(separator: "=")
            guard pair.count == 2, let value = Int(pair[1]), value > 0 else { return nil }
            values[pair[0]] = value
        }
        guard let memory = values["m"], let time = values["t"], let parallelism = values["p"] else { return nil }
        return Argon2Parameters(memory: memory, time: time, parallelism: parallelism, variant: variant)
    }
}

/// What an argon2 hash costs (RFC 9106 section 3.1).
public struct Argon2Parameters: Sendable, Hashable {
    /// Memory in KiB (`m`, `HASH_MEMORY_COST`).
    public var memory: Int
    /// Passes (`t`, `HASH_TIME_COST`).
    public var time: Int
    /// Lanes (`p`). libsodium makes one lane only, and verifies any number (D21).
    public var parallelism: Int
    /// Which of the three functions (RFC 9106 section 1).
    public var variant: Variant

    /// RFC 9106's functions, by the names that PHC strings use.
    public enum Variant: String, Sendable {
        case argon2id, argon2i, argon2d
    }

    /// - Parameters:
    ///   - memory: in KiB.
    ///   - time: passes.
    public init(memory: Int = 65_536, time: Int = 3, parallelism: Int = 1, variant: Variant = .argon2id) {
        self.memory = memory
        self.time = time
        self.parallelism = parallelism
        self.variant = variant
    }

    /// The work of one hash, in KiB filled.
    var work: Int { memory * time }

    /// Beyond this a stored string is a hash bomb, not an import (security.md 3f.42): 1 GiB, or 64 times the work of
    /// Directus' parameters.
    var isBounded: Bool {
        memory <= 1_048_576 && time <= 64 && parallelism <= 64 && work <= 64 * 65_536 * 3
    }

    /// Whether a hash that is stored with these parameters should be made anew with `current` ones. The number of lanes
    /// is no reason: it changes no cost, and Directus' own strings have four.
    func isOutdated(by current: Self) -> Bool {
        memory != current.memory || time != current.time || variant != current.variant
    }
}
