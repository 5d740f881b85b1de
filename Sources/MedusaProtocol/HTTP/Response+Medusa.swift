import HTTPTypes
import Hummingbird
import NIOCore
import SallyportCore

extension Response {
    /// An answer with a JSON body.
    init(json: JSON, status: HTTPResponse.Status = .ok) {
        self.init(bytes: json.bytes, status: status, type: "application/json; charset=utf-8")
        // D18: all that is said of a customer, and to him.
        if status == .ok { headers[.cacheControl] = "no-store" }
    }

    /// An answer with a text.
    init(text: String, status: HTTPResponse.Status = .ok) {
        self.init(bytes: Array(text.utf8), status: status, type: "text/plain; charset=utf-8")
    }

    /// The framework's page for a path that there is not (recording `route-unknown`).
    init(unknown text: String) {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
        let page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Error</title>
            </head>
            <body>
            <pre>\(escaped)</pre>
            </body>
            </html>

            """
        self.init(bytes: Array(page.utf8), status: .notFound, type: "text/html; charset=utf-8")
        headers[.contentSecurityPolicy] = "default-src 'none'"
    }

    private init(bytes: [UInt8], status: HTTPResponse.Status, type: String) {
        self.init(
            status: status, headers: [.contentType: type, .contentLength: String(bytes.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
