public import Foundation
public import OrderedJSON

/// A customer as Medusa 1 has it (`specs/medusa.md` A2.1 and A3). Which relations come depends on the call: `authenticate` and
/// `getSession` bring the orders, the calls of `customers` the billing address, a password reset neither.
public struct MedusaCustomer: Sendable, Equatable, Decodable {
    /// The id, `cus_…`.
    public let id: String
    /// The e-mail address.
    public let email: String
    /// `first_name`.
    public let firstName: String?
    /// `last_name`.
    public let lastName: String?
    /// The telephone number.
    public let phone: String?
    /// `has_account`: whether it can sign in, or is a guest.
    public let hasAccount: Bool?
    /// `billing_address_id`.
    public let billingAddressID: String?
    /// `billing_address`.
    public let billingAddress: MedusaAddress?
    /// `shipping_addresses`.
    public let shippingAddresses: [MedusaAddress]?
    /// The orders as the server wrote them, without totals.
    public let orders: [JSON]?
    /// Whatever the shop keeps about the customer.
    public let metadata: JSON?
    /// `created_at`.
    public let createdAt: Date?
    /// `updated_at`.
    public let updatedAt: Date?
    /// `deleted_at`.
    public let deletedAt: Date?

    private enum CodingKeys: String, CodingKey {
        case id, email, phone, orders, metadata
        case firstName = "first_name"
        case lastName = "last_name"
        case hasAccount = "has_account"
        case billingAddressID = "billing_address_id"
        case billingAddress = "billing_address"
        case shippingAddresses = "shipping_addresses"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case deletedAt = "deleted_at"
    }
}
