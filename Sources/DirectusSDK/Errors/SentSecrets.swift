import Foundation
import OrderedJSON
import SDKRuntime

extension TransportRequest {
    /// Everything secret that this request carries: what must not be repeated in a description.
    var secrets: [String] {
        var secrets: [String] = []
        if let value = headers["Authorization"] { secrets += value.split(separator: " ").suffix(1).map(String.init) }
        for value in headers.values("Cookie") {
            secrets += value.split(separator: ";").compactMap {
                $0.split(separator: "=", maxSplits: 1).last.map(String.init)
            }
        }
        if let body, let json = try? JSON(parsing: body) { Self.collect(from: json, into: &secrets) }
        let items = URLComponents(url: url, resolvingAgainstBaseURL: false)?.queryItems ?? []
        secrets += items.filter { Self.isSecret($0.name) }.compactMap(\.value)
        return secrets.filter { !$0.isEmpty }
    }

    private static func collect(from json: JSON, into secrets: inout [String]) {
        switch json {
        case .array(let elements): for element in elements { collect(from: element, into: &secrets) }
        case .object(let object):
            for member in object.members {
                if isSecret(member.name), let string = member.value.string {
                    secrets.append(string)
                } else {
                    collect(from: member.value, into: &secrets)
                }
            }
        case .null, .bool, .integer, .number, .string: break
        }
    }

    /// The names that the wire gives to passwords, tokens, one-time passwords and seeds; `string` is what gets hashed.
    private static func isSecret(_ name: String) -> Bool {
        [
            "password", "otp", "refresh_token", "access_token", "token", "secret", "tfa_secret", "auth_data", "string",
            "hash",
        ].contains(name)
    }
}
