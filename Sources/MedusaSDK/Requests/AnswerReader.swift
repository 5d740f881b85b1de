import Foundation
import OrderedJSON
import SDKRuntime

/// Tells what went well from what did not.
enum AnswerReader {
    /// The JSON of an answer that went well; `nil` for another content, such as the text `OK`, and for none.
    ///
    /// - Throws: the error that the answer is.
    static func document(
        of response: TransportResponse, to request: TransportRequest, now: Date
    ) throws(MedusaError) -> JSON? {
        let document = isJSON(response) && !response.body.isEmpty ? try? JSON(parsing: response.body) : nil
        guard response.isSuccess else { throw error(of: response, document: document, to: request, now: now) }
        guard document != nil || !isJSON(response) || response.body.isEmpty else {
            throw MedusaError(
                type: .invalidResponse, message: "The answer's JSON is broken or was cut short.",
                status: response.status)
        }
        return document
    }

    /// `specs/medusa.md` A1.5 and B1.3: `type`, `message` and now and then `code`; or `message` alone; or a plain text.
    private static func error(
        of response: TransportResponse, document: JSON?, to request: TransportRequest, now: Date
    ) -> MedusaError {
        let said = document?["message"]?.string ?? plainText(of: response)
        let type: MedusaError.Kind =
            if let type = document?["type"]?.string {
                MedusaError.Kind(rawValue: type)
            } else if response.status == 401, said != nil {
                .unauthorized
            } else {
                document?["message"] == nil ? .invalidResponse : .unknownError
            }
        return MedusaError(
            type: type, code: document?["code"]?.string, message: said ?? notMedusas(response), status: response.status,
            retryAfter: response.retryAfter(now: now), secrets: request.secrets)
    }

    /// A short text that is no page: the middleware's `Unauthorized` has no content type at all.
    private static func plainText(of response: TransportResponse) -> String? {
        let type = response.headers["Content-Type"]?.lowercased() ?? ""
        guard type.isEmpty || type.hasPrefix("text/plain"), (1...200).contains(response.body.count) else { return nil }
        return String(decoding: response.body, as: UTF8.self)
    }

    private static func notMedusas(_ response: TransportResponse) -> String {
        if (300..<400).contains(response.status),
            let target = Origin(response.headers["Location"].flatMap { URL(string: $0) })
        {
            return "The server redirects to \(target.text). Tokens go to one origin only: give the client that URL."
        }
        let type = response.headers["Content-Type"]?.split(separator: ";").first.map(String.init) ?? "no content type"
        return "The answer is not Medusa's (status \(response.status), \(type))."
    }

    private static func isJSON(_ response: TransportResponse) -> Bool {
        let type = response.headers["Content-Type"]?.lowercased().split(separator: ";").first ?? ""
        return type == "application/json" || type.hasSuffix("+json")
    }
}
