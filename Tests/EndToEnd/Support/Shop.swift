import Foundation
import TestSupport

/// What an operator configures who has a store.
enum Shop {
    static let environment = [
        "MEDUSA_ENABLED": "true", "MEDUSA_PASSWORD_RESET_URL": "https://shop.example.com/reset",
        "STORE_CORS": "https://shop.example.com",
    ]
}

extension Site {
    /// Where the server puts its mail, unless configured otherwise.
    var outbox: Outbox { Outbox(data.appendingPathComponent("outbox", isDirectory: true)) }
}
