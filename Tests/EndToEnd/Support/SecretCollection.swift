import Foundation
import SallyportCore
import Synchronization
import TestSupport

/// Every secret that a test was given or has sent, and the search for them.
final class SecretCollection: Sendable {
    private let kept = Mutex<[String: String]>([:])

    /// Keeps a secret.
    ///
    /// - Parameter name: what a failure shows in its place.
    /// - Returns: the secret.
    @discardableResult
    func keep(_ secret: String, _ name: String) -> String {
        kept.withLock { $0[secret] = name }
        return secret
    }

    /// Keeps all that an answer brings: tokens in the body, at either door, and cookies; of each JWT its signature and its
    /// claim `session` too.
    func keep(_ answer: HTTPAnswer) {
        let inBody = [answer.json["data"], answer.json].flatMap { body in
            ["access_token", "refresh_token", "token"].compactMap { body?[$0]?.string }
        }
        let inCookies = [Visitor.refreshCookie, Visitor.sessionCookie, "sallyport_device", "connect.sid"].compactMap {
            answer.cookie($0)
        }
        for token in inBody + inCookies where !token.isEmpty {
            keep(token, "token")
            let parts = token.split(separator: ".")
            guard parts.count == 3, let claims = Base64URL.decode(parts[1].utf8) else { continue }
            keep(String(parts[2]), "signature")
            if let session = (try? JSON(parsing: claims))?["session"]?.string { keep(session, "session claim") }
        }
    }

    var count: Int { kept.withLock { $0.count } }

    /// The names of the secrets that stand in the bytes: as text, or as what the text encodes.
    func found(in data: Data, except allowed: Set<String> = []) -> [String] {
        kept.withLock { $0 }.compactMap { secret, name in
            guard !allowed.contains(secret) else { return nil }
            if data.range(of: Data(secret.utf8)) != nil { return name }
            if data.range(of: Self.hexadecimal(secret.utf8)) != nil { return "\(name), in hexadecimal" }
            // Shorter ones could stand there by chance.
            guard secret.utf8.count >= 32, let decoded = Base64URL.decode(secret.utf8) else { return nil }
            // As PostgreSQL writes bytes.
            let isFound = [Data(decoded), Self.hexadecimal(decoded)].contains { data.range(of: $0) != nil }
            return isFound ? "\(name), decoded" : nil
        }
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> Data {
        let digits = Array("0123456789abcdef".utf8)
        return Data(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
