import Foundation
import SDKRuntime
import Testing

/// 2026-06-05T12:00:00Z.
let noon = Date(timeIntervalSince1970: 1_780_660_800)

extension CookieJar {
    /// A jar that took these lines from that URL at noon.
    init(_ lines: String..., from url: String = "https://example.com/") throws {
        self.init()
        try take(lines, from: url)
    }

    /// Takes lines from that URL.
    @discardableResult
    mutating func take(_ lines: [String], from url: String, now: Date = noon) throws -> [Refusal] {
        store(lines, from: try #require(URL(string: url)), now: now)
    }

    /// What goes along to that URL; without another time, a moment after noon.
    func header(_ url: String, now: Date? = noon.addingTimeInterval(1)) throws -> String? {
        header(for: try #require(URL(string: url)), now: now)
    }
}
