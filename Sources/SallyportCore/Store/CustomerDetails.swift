/// What a customer tells of himself, as far as it was given: a double optional is a field that may be cleared.
public struct CustomerDetails: Sendable {
    /// At most 50 characters.
    public var firstName: String??
    /// At most 50 characters.
    public var lastName: String??
    /// At most 255 characters.
    public var phone: String??
    /// At most 255 characters.
    public var companyName: String??
    /// Keys to overwrite; an empty text deletes its key (medusa.md A3.2).
    public var metadata: JSON.Object?

    /// Nothing was given.
    public init() {}

    private static let longestDocument = 65_535

    func apply(to profile: inout Profile, _ customer: inout Customer) throws(StoreFailure) {
        try Self.set(&profile.firstName, firstName, "first_name", 50)
        try Self.set(&profile.lastName, lastName, "last_name", 50)
        try Self.set(&customer.phone, phone, "phone", 255)
        try Self.set(&customer.companyName, companyName, "company_name", 255)
        if let metadata { customer.metadata = try Self.merged(customer.metadata, metadata) }
    }

    /// Refuses what is too large before anything is written.
    func check() throws(StoreFailure) {
        guard let metadata else { return }
        guard metadata.members.count <= 1000, JSON.object(metadata).text.utf8.count <= Self.longestDocument else {
            throw .invalid("metadata may have 1000 keys and 65535 bytes at most")
        }
    }

    private static func merged(_ former: JSON?, _ changes: JSON.Object) throws(StoreFailure) -> JSON {
        let names = Set(changes.members.map(\.name))
        let kept = former?.object?.members.filter { !names.contains($0.name) } ?? []
        let document = JSON.object(
            (kept + changes.members.filter { $0.value != "" }).reduce(into: JSON.Object()) {
                $0.append($1.name, $1.value)
            })
        guard document.text.utf8.count <= longestDocument else {
            throw .invalid("metadata may have 65535 bytes at most")
        }
        return document
    }

    private static func set(
        _ target: inout String?, _ value: String??, _ name: String, _ maximum: Int
    ) throws(StoreFailure) {
        guard let value else { return }
        if let value, value.unicodeScalars.count > maximum || value.utf8.contains(0) {
            throw .invalid("\(name) must be at most \(maximum) characters")
        }
        target = value
    }
}
