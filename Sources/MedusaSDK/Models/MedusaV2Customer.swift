public import Foundation
public import OrderedJSON

/// A customer as Medusa 2 has it (`specs/medusa.md` B4). With `fields` in the query the server leaves out the others.
public struct MedusaV2Customer: Sendable, Equatable, Decodable {
    /// The id, `cus_…`.
    public let id: String
    /// The e-mail address.
    public let email: String?
    /// `company_name`.
    public let companyName: String?
    /// `first_name`.
    public let firstName: String?
    /// `last_name`.
    public let lastName: String?
    /// The telephone number.
    public let phone: String?
    /// `has_account`: whether it can sign in, or is a guest.
    public let hasAccount: Bool?
    /// The addresses.
    public let addresses: [MedusaAddress]?
    /// Whatever the shop keeps about the customer.
    public let metadata: JSON?
    /// `created_at`.
    public let createdAt: Date?
    /// `updated_at`.
    public let updatedAt: Date?
    /// `deleted_at`.
    public let deletedAt: Date?

    private enum CodingKeys: String, CodingKey {
        case id, email, phone, addresses, metadata
        case companyName = "company_name"
        case firstName = "first_name"
        case lastName = "last_name"
        case hasAccount = "has_account"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case deletedAt = "deleted_at"
    }
}
