public import Foundation

/// What an item is known by: text, a number or a UUID.
public protocol PrimaryKey: JSONRepresentable {
    /// The key as a segment of a path, not encoded yet.
    var segment: String { get }
}

extension String: PrimaryKey {
    public var segment: String { self }
}

extension Int: PrimaryKey {
    public var segment: String { String(self) }
}

extension Int64: PrimaryKey {
    public var segment: String { String(self) }
}

extension UUID: PrimaryKey {
    public var segment: String { uuidString.lowercased() }
}
