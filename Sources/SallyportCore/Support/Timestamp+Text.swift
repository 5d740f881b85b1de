import Foundation

extension Timestamp {
    /// ISO 8601 in UTC with milliseconds, as Directus writes times (Directus spec section 2.1): `2026-06-05T12:00:00.000Z`.
    public var text: String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
    }

    /// Reads ISO 8601: a date, or a date and time, with or without fractions of a second; without a time zone it is UTC.
    ///
    /// - Returns: `nil` for anything else.
    public init?(text: String) {
        guard text.utf8.count <= 40 else { return nil }
        let hasTime = text.utf8.contains(UInt8(ascii: "T")) || text.utf8.contains(UInt8(ascii: ":"))
        let base = hasTime ? text : text + "T00:00:00"
        let isZoned = base.hasSuffix("Z") || base.dropFirst(19).contains { $0 == "+" || $0 == "-" }
        let full = base.replacing(" ", with: "T") + (isZoned ? "" : "Z")
        for hasFraction in [true, false] {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction, timeZone: .gmt)
            if let date = try? style.parse(full) {
                self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
                return
            }
        }
        return nil
    }

    /// RFC 9110 section 5.6.7, IMF-fixdate, as both doors' cookies have it: `Fri, 12 Jun 2026 10:00:00 GMT`.
    public var httpDate: String {
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        func two(_ value: Int?) -> String { (value ?? 0) < 10 ? "0\(value ?? 0)" : "\(value ?? 0)" }
        return """
            \(days[(parts.weekday ?? 1) - 1]), \(two(parts.day)) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0) \
            \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT
            """
    }

    private var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
