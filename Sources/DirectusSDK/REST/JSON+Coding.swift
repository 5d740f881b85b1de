import Foundation
public import OrderedJSON

extension JSON {
    /// The value as JSON: keys in alphabetical order, dates as Directus writes them (`2026-06-05T10:00:00.000Z`), what is
    /// `nil` left out. A ``JSON`` value, or an array of them, is taken as it is.
    ///
    /// - Throws: `invalidArgument` for what cannot be encoded.
    init(encoding value: some Encodable) throws(DirectusError) {
        if let json = value as? JSON ?? (value as? [JSON])?.json {
            self = json
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            try date.json.encode(to: encoder)
        }
        do {
            self = try JSON(parsing: encoder.encode(value))
        } catch {
            throw DirectusError(
                code: .invalidArgument, message: "A value of type \(type(of: value)) cannot be written as JSON.",
                underlyingError: error)
        }
    }

    /// The value as the type, dates read in every form that Directus writes: with and without fractions and zone, and
    /// days alone, which are taken as UTC.
    ///
    /// - Throws: `decodingFailed`, with the path to what does not fit and never the value.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws(DirectusError) -> Value {
        if let value = self as? Value { return value }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Self.date(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no date of Directus'.")
            }
            return date
        }
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch {
            throw DirectusError(
                code: .decodingFailed, message: "The answer does not fit \(type): \(Self.explanation(of: error))",
                underlyingError: error)
        }
    }

    private static func date(_ text: String) -> Date? {
        let day = Date.ISO8601FormatStyle().year().month().day()
        let times = [Date.ISO8601FormatStyle(includingFractionalSeconds: true), Date.ISO8601FormatStyle()]
        // `dateTime` and `date` fields have no zone.
        return times.lazy.compactMap { date(text, $0) ?? date(text + "Z", $0) }.first ?? date(text, day)
    }

    /// `parse` would take a text that only begins with a date.
    private static func date(_ text: String, _ style: Date.ISO8601FormatStyle) -> Date? {
        let all = text.startIndex..<text.endIndex
        guard let (end, date) = try? style.consuming(text, startingAt: text.startIndex, in: all), end == text.endIndex
        else { return nil }
        return date
    }

    private static func explanation(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it cannot be read." }
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty
                ? "the top" : path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "'\(key.stringValue)' is missing at \(place(context.codingPath))."
        case .typeMismatch(let type, let context): return "\(place(context.codingPath)) is not of type \(type)."
        case .valueNotFound(let type, let context): return "\(place(context.codingPath)) is null, not of type \(type)."
        case .dataCorrupted(let context): return "\(place(context.codingPath)) cannot be read."
        @unknown default: return "it cannot be read."
        }
    }
}
