import HTTPTypes
import Hummingbird
import NIOCore
import SallyportCore

extension HTTPFields {
    /// What every answer of a route bears in the original (spec section 0.1).
    static let routed: HTTPFields = [.vary: "Origin, Cache-Control", .cacheControl: "no-cache"]
    /// The same for an answer that carries tokens (D18).
    static let carryingTokens: HTTPFields = [.vary: "Origin, Cache-Control", .cacheControl: "no-store"]
}

extension Response {
    static let jsonType = "application/json; charset=utf-8"

    /// An answer with a JSON body.
    init(
        _ json: JSON, status: HTTPResponse.Status = .ok, type: String = Response.jsonType,
        headers: HTTPFields = .routed
    ) {
        self.init(bytes: json.bytes, status: status, type: type, headers: headers)
    }

    /// An answer with a body whose bytes are ready.
    init(
        bytes: [UInt8], status: HTTPResponse.Status = .ok, type: String, headers: HTTPFields
    ) {
        var headers = headers
        headers[.contentType] = type
        headers[.contentLength] = String(bytes.count)
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// 204.
    static func nothing(headers: HTTPFields = .routed) -> Response {
        Response(status: .noContent, headers: headers)
    }

    /// The answer to an error.
    init(_ error: DirectusError) {
        self.init(error.body, status: error.status, headers: error.headers)
        if let cookie = error.cleared {
            self.headers.append(HTTPField(name: .setCookie, value: SetCookie.clearing(cookie)))
        }
    }
}
