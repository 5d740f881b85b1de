public import Foundation
public import OrderedJSON

/// An address of a customer, in both versions (`specs/medusa.md` A2.1 and B4).
public struct MedusaAddress: Sendable, Equatable, Decodable {
    /// The id.
    public let id: String
    /// `address_name`, only in Medusa 2: what the customer calls it.
    public let name: String?
    /// `customer_id`.
    public let customerID: String?
    /// The company.
    public let company: String?
    /// `first_name`.
    public let firstName: String?
    /// `last_name`.
    public let lastName: String?
    /// `address_1`.
    public let line1: String?
    /// `address_2`.
    public let line2: String?
    /// The city.
    public let city: String?
    /// `country_code`: two letters, small.
    public let countryCode: String?
    /// The province.
    public let province: String?
    /// `postal_code`.
    public let postalCode: String?
    /// The telephone number.
    public let phone: String?
    /// `is_default_shipping`, only in Medusa 2.
    public let isDefaultShipping: Bool?
    /// `is_default_billing`, only in Medusa 2.
    public let isDefaultBilling: Bool?
    /// Whatever the shop keeps about the address.
    public let metadata: JSON?
    /// `created_at`.
    public let createdAt: Date?
    /// `updated_at`.
    public let updatedAt: Date?

    private enum CodingKeys: String, CodingKey {
        case id, company, city, province, phone, metadata
        case name = "address_name"
        case customerID = "customer_id"
        case firstName = "first_name"
        case lastName = "last_name"
        case line1 = "address_1"
        case line2 = "address_2"
        case countryCode = "country_code"
        case postalCode = "postal_code"
        case isDefaultShipping = "is_default_shipping"
        case isDefaultBilling = "is_default_billing"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}
