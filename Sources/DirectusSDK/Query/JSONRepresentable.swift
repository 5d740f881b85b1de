public import Foundation
public import OrderedJSON

/// What can stand as a value in a filter or a parameter: text, numbers, truth values, dates, ids, lists of these.
public protocol JSONRepresentable: Sendable {
    /// The value as JSON.
    var json: JSON { get }
}

extension JSON: JSONRepresentable {
    public var json: JSON { self }
}

extension String: JSONRepresentable {
    public var json: JSON { .string(self) }
}

extension Bool: JSONRepresentable {
    public var json: JSON { .bool(self) }
}

extension Int: JSONRepresentable {
    public var json: JSON { .integer(Int64(self)) }
}

extension Int64: JSONRepresentable {
    public var json: JSON { .integer(self) }
}

extension Double: JSONRepresentable {
    public var json: JSON { .number(self) }
}

/// Ids are written in small letters, as Directus shows them.
extension UUID: JSONRepresentable {
    public var json: JSON { .string(uuidString.lowercased()) }
}

/// Dates are written in UTC with milliseconds, as Directus shows them.
extension Date: JSONRepresentable {
    public var json: JSON {
        // The format cuts off what is below a millisecond, and .123 may well be kept as .12299…
        let milliseconds = (timeIntervalSince1970 * 1000).rounded()
        let date = Date(timeIntervalSince1970: (milliseconds + 0.1) / 1000)
        return .string(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
    public var json: JSON { .array(map(\.json)) }
}

extension Optional: JSONRepresentable where Wrapped: JSONRepresentable {
    public var json: JSON { self?.json ?? .null }
}
