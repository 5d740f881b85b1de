import Foundation
import OrderedJSON
import SDKRuntime

/// An answer that went well, and what the request went out with.
struct Answer: Sendable {
    /// The JSON; `nil` for an answer that is not JSON.
    let document: JSON?
    let response: TransportResponse
    let url: URL
    /// `nil` when the caller brought credentials.
    let ticket: SessionTicket?

    /// The answer with its member of that name.
    ///
    /// - Throws: `invalidResponse` for an answer that is not JSON, `decodingFailed` for one that does not fit.
    func response<Payload: Decodable & Sendable>(
        at name: String, as type: Payload.Type = Payload.self
    ) throws(MedusaError) -> MedusaResponse<Payload> {
        let document = try json
        guard let member = document[name] else {
            throw MedusaError(
                type: .decodingFailed, message: "The answer has no '\(name)'.", status: response.status)
        }
        return response(with: try PayloadDecoder.decode(type, from: member))
    }

    /// The answer with this payload.
    func response<Payload: Sendable>(with payload: Payload) -> MedusaResponse<Payload> {
        MedusaResponse(payload: payload, document: document, status: response.status, headers: response.headers)
    }

    /// The JSON of an answer that should be some.
    var json: JSON {
        get throws(MedusaError) {
            guard let document else { throw .notJSON(status: response.status, headers: response.headers) }
            return document
        }
    }
}
