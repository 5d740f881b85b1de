import Foundation
import OrderedJSON
import SDKRuntime

extension TransportRequest {
    /// Everything secret that this request carries: what must not be repeated in a description.
    var secrets: [String] {
        var secrets: [String] = []
        for field in headers.fields {
            switch field.name.lowercased() {
            case "authorization": secrets += field.value.split(separator: " ").suffix(1).map(String.init)
            case "cookie":
                secrets += field.value.split(separator: ";").compactMap {
                    $0.split(separator: "=", maxSplits: 1).last.map(String.init)
                }
            case let name where Self.isSecret(name): secrets.append(field.value)
            default: break
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

    /// What a provider takes is open (`specs/medusa.md` B3), so names are judged by what is in them. The publishable key is
    /// meant to be seen, and an address' codes are none.
    private static let open: Set = ["x-publishable-api-key", "country_code", "postal_code", "currency_code"]

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        guard !open.contains(name) else { return false }
        return ["password", "token", "secret", "code", "otp", "key", "cookie"].contains { name.contains($0) }
    }
}
