/// Requests that are no HTTP (RFC 9112), which never reach the door.
extension MalformedRequest {
    private static let host = "Host: localhost\r\nConnection: close\r\n"

    static let requestLines: [MalformedRequest] = [
        garbage("no version", "GET /server/ping\r\n\r\n"),
        garbage("a version of the future", "GET /server/ping HTTP/9.9\r\n\(host)\r\n"),
        garbage("a version that is none", "GET /server/ping HTTP/one\r\n\(host)\r\n"),
        garbage("HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        MalformedRequest(
            name: "TLS", bytes: [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] + [UInt8](repeating: 7, count: 500),
            expectation: .bare),
        garbage("a method in small letters", "get /server/ping HTTP/1.1\r\n\(host)\r\n"),
        garbage("a method that there is not", "BREW /server/ping HTTP/1.1\r\n\(host)\r\n"),
        garbage("no method", " /server/ping HTTP/1.1\r\n\(host)\r\n"),
        garbage("no target", "GET  HTTP/1.1\r\n\(host)\r\n"),
        garbage("a target without a slash", "GET server/ping HTTP/1.1\r\n\(host)\r\n"),
        garbage("a blank within the target", "GET /server /ping HTTP/1.1\r\n\(host)\r\n"),
        garbage("a NUL within the target", "GET /server\u{0}ping HTTP/1.1\r\n\(host)\r\n"),
        garbage("a line feed alone", "GET /server/ping HTTP/1.1\nHost: localhost\nConnection: close\n\n"),
        garbage("a target of 100 KB", "GET /\(long) HTTP/1.1\r\n\(host)\r\n"),
        garbage("a query of 1 MB", "GET /server/ping?\(String(repeating: long, count: 10)) HTTP/1.1\r\n\(host)\r\n"),
        garbage("a mail", "EHLO mail.example.com\r\nMAIL FROM:<eve@example.com>\r\n"),
        garbage("nothing but line breaks, then a word", "\r\n\r\n\r\nhello\r\n"),
    ]

    static let headerFields: [MalformedRequest] = [
        garbage("a field with a NUL", field("X-One: a\u{0}b")),
        garbage("a field with a control character", field("X-One: a\u{1}b")),
        garbage("a field without a colon", field("X-One")),
        garbage("a field without a name", field(": one")),
        garbage("a blank before the colon", field("X-One : one")),
        garbage("a blank within the name", field("X One: one")),
        garbage("a folded field", field("X-One: one\r\n two")),
        garbage("a carriage return within a field", field("X-One: one\rX-Two: two")),
        garbage("a field of 100 KB", field("X-One: \(long)")),
        garbage("a name of 100 KB", field("\(long): one")),
        garbage("a cookie of 100 KB", field("Cookie: directus_session_token=\(long)")),
        garbage("a bearer of 100 KB", field("Authorization: Bearer \(long)")),
        garbage("two thousand fields", field((0..<2000).map { "X-\($0): 1" }.joined(separator: "\r\n"))),
        garbage(
            "fields of 180 KB in all",
            field((0..<900).map { "X-\($0): \(String(repeating: "a", count: 200))" }.joined(separator: "\r\n"))),
    ]

    static let lengths: [MalformedRequest] =
        [
            "-1", "+2", "0x2", "two", "", "2.0", "2 2", "2, 2", "2, 3", "99999999999999999999999999",
        ].map { length in
            garbage("a length of «\(length)»", login("Content-Length: \(length)", body: "{}"))
        } + [
            garbage("two lengths", login("Content-Length: 2\r\nContent-Length: 3", body: "{}")),
            garbage(
                "a length, and chunks",
                login("Content-Length: 2\r\nTransfer-Encoding: chunked", body: "2\r\n{}\r\n0\r\n\r\n")),
            garbage(
                "chunks, and a length",
                login("Transfer-Encoding: chunked\r\nContent-Length: 2", body: "2\r\n{}\r\n0\r\n\r\n")),
            garbage("a transfer encoding that there is not", login("Transfer-Encoding: xchunked", body: "{}")),
            garbage("chunks that are not the last encoding", login("Transfer-Encoding: chunked, identity", body: "{}")),
            garbage("a compressed transfer without chunks", login("Transfer-Encoding: gzip", body: "{}")),
            request(
                "a length of ten gigabytes", "POST", "/auth/login",
                ["Content-Type: application/json", "Content-Length: 10000000000"], body: Array("{}".utf8),
                gets: invalidPayload),
        ]

    static let chunks: [MalformedRequest] = [
        garbage("a chunk without a size", chunked("\r\n{}\r\n0\r\n\r\n")),
        garbage("a chunk whose size is no number", chunked("zz\r\n{}\r\n0\r\n\r\n")),
        garbage("a chunk of a negative size", chunked("-2\r\n{}\r\n0\r\n\r\n")),
        garbage("a chunk larger than numbers go", chunked("FFFFFFFFFFFFFFFFF\r\n{}\r\n")),
        garbage("a chunk longer than its size", chunked("1\r\n{}\r\n0\r\n\r\n")),
        garbage("a trailer without a colon", chunked("2\r\n{}\r\n0\r\nX\r\n\r\n")),
        garbage(
            "two thousand trailers",
            chunked("2\r\n{}\r\n0\r\n" + (0..<2000).map { "X-\($0): 1\r\n" }.joined() + "\r\n")),
        request(
            "chunks of broken JSON", "POST", "/auth/login",
            ["Content-Type: application/json", "Transfer-Encoding: chunked"],
            body: Array("1\r\n{\r\n1;a=b\r\n]\r\n0\r\nX: y\r\n\r\n".utf8), gets: invalidPayload),
        request(
            "chunks of 2 MB in all", "POST", "/auth/login",
            ["Content-Type: application/json", "Transfer-Encoding: chunked"],
            body: Array((String(repeating: "186A0\r\n\(long)\r\n", count: 20) + "0\r\n\r\n").utf8), gets: invalidPayload
        ),
    ]

    private static let long = String(repeating: "a", count: 100_000)

    private static func field(_ field: String) -> String {
        "GET /server/ping HTTP/1.1\r\n\(host)\(field)\r\n\r\n"
    }

    private static func login(_ field: String, body: String) -> String {
        "POST /auth/login HTTP/1.1\r\n\(host)Content-Type: application/json\r\n\(field)\r\n\r\n\(body)"
    }

    private static func chunked(_ body: String) -> String {
        login("Transfer-Encoding: chunked", body: body)
    }
}
