import Foundation
import SallyportCore

extension Timestamp {
    private var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// RFC 9110 section 5.6.7, IMF-fixdate: `Fri, 12 Jun 2026 10:00:00 GMT`.
    var httpDate: String {
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
}
