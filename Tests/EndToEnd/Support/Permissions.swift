import Foundation

extension URL {
    /// Who may do what with the file: `0o600`, for example.
    func permissions() throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
