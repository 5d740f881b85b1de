import Foundation
import OrderedJSON
import SDKRuntime

/// An answer that went well, taken out of its envelope (`specs/directus.md` 5.7).
struct ResponseContent: Sendable {
    /// The `data` of a JSON answer, or the whole of one without; `nil` for an answer that is not JSON.
    let data: JSON?
    /// The whole of a JSON answer.
    let document: JSON?
    /// The body, as text.
    let text: String
    /// The answer itself.
    let response: TransportResponse
}

/// Tells what went well from what did not.
enum ResponseReader {
    /// The content of an answer, or the error that it is.
    static func content(
        of response: TransportResponse, to request: TransportRequest, now: Date
    ) throws(DirectusError) -> ResponseContent {
        let text = String(decoding: response.body, as: UTF8.self)
        guard isJSON(response), !response.body.isEmpty else {
            guard response.isSuccess else { throw notDirectus(response, now: now) }
            return ResponseContent(data: nil, document: nil, text: text, response: response)
        }
        let document: JSON
        do {
            document = try JSON(parsing: response.body)
        } catch {
            throw DirectusError(
                code: .invalidResponse, status: response.status,
                message: "The answer's JSON is broken or was cut short: \(error).",
                retryAfter: response.retryAfter(now: now), underlyingError: error)
        }
        if let errors = serverErrors(in: document) {
            let first = errors.first
            throw DirectusError(
                code: first?.code ?? .invalidResponse, status: response.status, message: first?.message ?? "",
                errors: errors, retryAfter: response.retryAfter(now: now), data: document["data"],
                secrets: request.secrets)
        }
        guard response.isSuccess else { throw notDirectus(response, now: now, document: document) }
        return ResponseContent(data: document["data"] ?? document, document: document, text: text, response: response)
    }

    /// The errors of an answer; `nil` when it has no `errors`.
    private static func serverErrors(in document: JSON) -> [DirectusError.ServerError]? {
        guard let errors = document["errors"] else { return nil }
        return (errors.array ?? []).map { error in
            let extensions = error["extensions"] ?? .object([:])
            return DirectusError.ServerError(
                message: error["message"]?.string ?? "",
                code: extensions["code"]?.string.map { DirectusError.Code(rawValue: $0) }, extensions: extensions)
        }
    }

    private static func isJSON(_ response: TransportResponse) -> Bool {
        let type = response.headers["Content-Type"]?.lowercased() ?? ""
        return type.hasPrefix("application/json") || type.hasPrefix("application/health+json")
    }

    /// The error of an answer that has none of Directus' own: a proxy's, a captive portal's, a redirect that was not
    /// followed, `/server/health` that is not well. None of these says anything about the session.
    private static func notDirectus(
        _ response: TransportResponse, now: Date, document: JSON? = nil
    ) -> DirectusError {
        let type = response.headers["Content-Type"]?.split(separator: ";").first.map(String.init) ?? "no content type"
        var message = "The answer is not Directus' (status \(response.status), \(type))."
        if (300..<400).contains(response.status),
            let target = Origin(response.headers["Location"].flatMap { URL(string: $0) })
        {
            message =
                "The server redirects to \(target.scheme)://\(target.host):\(target.port). Tokens go to one origin only: give the client that URL."
        }
        return DirectusError(
            code: .invalidResponse, status: response.status, message: message,
            retryAfter: response.retryAfter(now: now), data: document)
    }
}
