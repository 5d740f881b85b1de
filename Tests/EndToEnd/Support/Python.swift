import Foundation
import TestSupport

extension Python {
    /// One of the scripts in `Clients`.
    static func script(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Clients", isDirectory: true).appendingPathComponent(name, isDirectory: false)
    }
}
