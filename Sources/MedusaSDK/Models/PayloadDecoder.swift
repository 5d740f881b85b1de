import Foundation
import OrderedJSON

/// Reads what the server wrote as a type.
enum PayloadDecoder {
    /// - Throws: `decodingFailed`, with the path to what does not fit and never the value.
    static func decode<Value: Decodable>(_ type: Value.Type, from json: JSON) throws(MedusaError) -> Value {
        if let value = json as? Value { return value }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = date(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no date.")
            }
            return date
        }
        do {
            return try decoder.decode(type, from: Data(json.bytes))
        } catch {
            throw MedusaError(
                type: .decodingFailed, message: "The answer does not fit \(type): \(explanation(of: error))",
                underlyingError: error)
        }
    }

    /// ISO 8601, with and without fractions of a second (`specs/medusa.md` A2.1).
    private static func date(_ text: String) -> Date? {
        let styles = [Date.ISO8601FormatStyle(includingFractionalSeconds: true), Date.ISO8601FormatStyle()]
        return styles.lazy.compactMap { try? $0.parse(text) }.first
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
