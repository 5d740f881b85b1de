import HTTPTypes
import Hummingbird
import NIOCore
import SallyportCore

extension Request {
    /// The body as the original's parser takes it (medusa.md A1.4): a JSON object or array of at most 100 kB; nothing, or
    /// another content type, counts as `{}`.
    ///
    /// - Throws: ``MedusaError``, where the original answers a page with a stack (M5).
    func jsonBody() async throws -> JSON.Object {
        let type = headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type.trimmingPrefix(" ").split(separator: " ").first == "application/json" else { return [:] }
        guard let buffer = try? await body.collect(upTo: 100 * 1024) else {
            throw MedusaError.json(
                .contentTooLarge, code: nil, type: "invalid_data", message: "request entity too large", retryAfter: nil)
        }
        guard buffer.readableBytes > 0 else { return [:] }
        do throws(JSONSyntaxError) {
            let json = try JSON(parsing: buffer.readableBytesView)
            if let object = json.object { return object }
            if json.array != nil { return [:] }
        } catch { throw MedusaError.invalid("The body can't be read: \(error)") }
        throw MedusaError.invalid("The body has to be a JSON object")
    }

    /// The token of `Authorization: Bearer …` (RFC 6750 section 2.1).
    var bearer: String? {
        guard let header = headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
    }

    /// The values of cookies `connect.sid`, as they came, four at most. A page of a neighbouring domain can set one for a longer
    /// path, which comes first (RFC 6265 section 5.4): it must not lock the customer out.
    var sessionCookies: [String] {
        let pairs = headers[values: .cookie].reduce(into: [Substring]()) { $0 += $1.split(separator: ";") }
        let values = pairs.map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("connect.sid=") }.map {
            $0.dropFirst(12)
        }
        return values.filter { !$0.isEmpty }.prefix(4).map(String.init)
    }

    /// The key of a storefront.
    var publishableKey: String? { HTTPField.Name("x-publishable-api-key").flatMap { headers[$0] } }
}
