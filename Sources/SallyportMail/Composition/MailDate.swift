import Foundation
import SallyportCore

/// A moment, as a message says it and as a file is called by it. Always in UTC.
enum MailDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// RFC 5322 section 3.3: `Fri, 05 Jun 2026 12:00:00 +0000`.
    static func text(_ moment: Timestamp) -> String {
        let parts = components(of: moment)
        let (weekday, month) = (weekdays[parts.weekday - 1], months[parts.month - 1])
        return "\(weekday), \(two(parts.day)) \(month) \(parts.year) \(parts.time(":")) +0000"
    }

    /// ISO 8601 without what a file's name should not have: `20260605T120000Z`.
    static func name(_ moment: Timestamp) -> String {
        let parts = components(of: moment)
        return "\(parts.year)\(two(parts.month))\(two(parts.day))T\(parts.time(""))Z"
    }

    private struct Parts {
        var year: Int
        var month: Int
        var day: Int
        var weekday: Int
        var hour: Int
        var minute: Int
        var second: Int

        func time(_ separator: String) -> String {
            [hour, minute, second].map(two).joined(separator: separator)
        }
    }

    private static func components(of moment: Timestamp) -> Parts {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        // What lies outside of the years with four digits is nobody's date.
        let seconds = min(max(moment.seconds, 0), 253_402_300_799)
        let date = Date(timeIntervalSince1970: Double(seconds))
        let parts = calendar.dateComponents(
            [.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
        return Parts(
            year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1, weekday: parts.weekday ?? 1,
            hour: parts.hour ?? 0, minute: parts.minute ?? 0, second: parts.second ?? 0)
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
