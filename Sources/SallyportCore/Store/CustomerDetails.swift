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
        guard let metadata else { return }
        var merged = customer.metadata?.object?.members ?? []
        for member in metadata.members {
            merged.removeAll { $0.name == member.name }
            if member.value != "" { merged.append(member) }
        }
        let document = JSON.object(merged.reduce(into: JSON.Object()) { $0.append($1.name, $1.value) })
        guard document.text.utf8.count <= Self.longestDocument else { throw .invalid("metadata is too long") }
        customer.metadata = document
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
