import Foundation
import SDKRuntime

/// A folder for one test, gone with it.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("sdk-\(UUID())", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// A path in it.
    func file(_ name: String = "session.json") -> URL {
        url.appendingPathComponent(name, isDirectory: false)
    }

    /// Another storage on the same file, as another client or process has it.
    func storage(_ name: String = "session.json") -> FileStorage {
        FileStorage(url: file(name))
    }

    /// The permissions of what is there, links not followed.
    func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file(name).path)[.posixPermissions] as? Int
    }

    /// What lies in it, in the order of the alphabet.
    func contents() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }
}

extension AuthenticationData {
    /// The nth session of a test.
    static func number(_ number: Int) -> AuthenticationData {
        AuthenticationData(
            accessToken: "access-\(number)", refreshToken: "refresh-\(number)", expires: 900_000,
            expiresAt: noon.addingTimeInterval(900.123), mode: .json)
    }
}
