import DirectusSDK
import Foundation

/// What all that a test makes on a peer bears, so that it finds its own among what is there.
struct PeerMark: Sendable {
    let text = "peer-\(UUID().uuidString.lowercased())"

    /// The address of somebody of this test's.
    func email(_ name: String) -> String { "\(name.lowercased())@\(text).example" }

    /// The accounts of this test, and no others.
    var accounts: Filter { ["email": .endsWith("@\(text).example")] }
}
