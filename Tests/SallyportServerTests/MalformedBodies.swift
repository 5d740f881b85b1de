/// Bodies that are no JSON, or not the right one (Directus spec sections 0.2 and 1.2).
extension MalformedRequest {
    static let brokenJSON: [MalformedRequest] = [
        json("JSON that ends early", #"{"email":"#),
        json("JSON with a brace too many", #"{"email":"a"}}"#),
        json("two JSON values", "{}{}"),
        json("JSON with a comma too many in an object", #"{"email":"a",}"#),
        json("JSON with a comma too many in an array", "[1,]"),
        json("JSON without a comma", #"{"a":1 "b":2}"#),
        json("JSON without a colon", #"{"email" "a"}"#),
        json("JSON without a name", "{:1}"),
        json("JSON in single quotes", "{'email':'a'}"),
        json("JSON with a bare name", #"{email:"a"}"#),
        json("JSON with a comment", #"{"email":"a"} // x"#),
        json("JSON with a word that is none", #"{"email":undefined}"#),
        json("JSON with half a word", #"{"email":tru}"#),
        json("JSON with a word in capitals", #"{"email":NULL}"#),
        json("JSON with NaN", #"{"email":NaN}"#),
        json("JSON with a leading zero", #"{"email":01}"#),
        json("JSON with a plus sign", #"{"email":+1}"#),
        json("JSON with a lone minus", #"{"email":-}"#),
        json("JSON with half an exponent", #"{"email":1e}"#),
        json("JSON with half a fraction", #"{"email":1.}"#),
        json("JSON with hexadecimal", #"{"email":0x1}"#),
        json("JSON with a number beyond all", #"{"email":1e999999999}"#),
        json("a JSON string", #""x""#),
        json("a JSON number", "5"),
        json("JSON null", "null"),
        json("JSON true", "true"),
        json("nothing but blanks", "   \r\n\t"),
        json("a JSON array", "[]"),
        json("a JSON array of bodies", #"[{"email":"alice@example.com","password":"x"}]"#),
        json("arrays within arrays, without end", String(repeating: "[", count: 200_000)),
        json("objects within objects, without end", String(repeating: #"{"a":"#, count: 100_000)),
        json(
            "arrays within arrays, closed",
            #"{"email":"# + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000) + "}"),
        json("a hundred thousand keys", "{" + (0..<100_000).map { #""\#($0)":0"# }.joined(separator: ",") + "}"),
    ]

    static let brokenText: [MalformedRequest] = [
        json("a string that ends early", #"{"email":"a"#),
        json("a line break within a string", "{\"email\":\"a\nb\"}"),
        json("a control character within a string", "{\"email\":\"a\u{1}b\"}"),
        json("a NUL within a string", "{\"email\":\"a\u{0}b\"}"),
        json("a NUL after the value", "{}\u{0}"),
        json("an unknown escape", #"{"email":"\x41"}"#),
        json("a short escape", #"{"email":"\u12"}"#),
        json("an escape that is not hexadecimal", #"{"email":"\u12g4"}"#),
        json("a lone high surrogate", #"{"email":"\ud800"}"#),
        json("a lone low surrogate", #"{"email":"\udc00"}"#),
        json("surrogates the wrong way round", #"{"email":"\udc00\ud800"}"#),
        json("a high surrogate before a letter", #"{"email":"\ud800\u0041"}"#),
        json("a byte that is no UTF-8", Array(#"{"email":""#.utf8) + [0xFF] + Array(#""}"#.utf8)),
        json("overlong UTF-8", Array(#"{"email":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8)),
        json("half a character of UTF-8", Array(#"{"email":""#.utf8) + [0xE2, 0x82] + Array(#""}"#.utf8)),
        json("a surrogate in UTF-8", Array(#"{"email":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8)),
        json("UTF-16 with its mark", [0xFF, 0xFE] + #"{"email":"a"}"#.utf8.flatMap { [$0, 0] }),
        json("UTF-16 without its mark", #"{"email":"a"}"#.utf8.flatMap { [$0, 0] }),
        json("a byte order mark before an object", [0xEF, 0xBB, 0xBF] + Array("{}".utf8)),
        json("a megabyte of zeros", [UInt8](repeating: 0, count: 1_000_000)),
    ]

    static let wrongTypes: [MalformedRequest] = [
        json("no e-mail", #"{"password":"x"}"#),
        json("an e-mail that is null", #"{"email":null,"password":"x"}"#),
        json("an e-mail that is a number", #"{"email":5,"password":"x"}"#),
        json("an e-mail that is true", #"{"email":true,"password":"x"}"#),
        json("an e-mail that is an array", #"{"email":["alice@example.com"],"password":"x"}"#),
        json("an e-mail that is an object", #"{"email":{"_neq":""},"password":"x"}"#),
        json("an empty e-mail", #"{"email":"","password":"x"}"#),
        json("an e-mail that is none", #"{"email":"alice","password":"x"}"#),
        json("an e-mail with a NUL", #"{"email":"alice\u0000@example.com","password":"x"}"#),
        json("an e-mail with a line break", #"{"email":"alice@example.com\r\nBcc: eve@example.com","password":"x"}"#),
        json("an e-mail with two ats", #"{"email":"alice@example.com@example.org","password":"x"}"#),
        json("two e-mails in one", #"{"email":"alice@example.com,eve@example.com","password":"x"}"#),
        json("an e-mail of a megabyte", #"{"email":""# + megabyte + #"@example.com","password":"x"}"#),
        json("no password", #"{"email":"alice@example.com"}"#),
        json("a password that is null", #"{"email":"alice@example.com","password":null}"#),
        json("a password that is a number", #"{"email":"alice@example.com","password":5}"#),
        json("a password that is an object", #"{"email":"alice@example.com","password":{"$ne":""}}"#),
        json("an empty password", #"{"email":"alice@example.com","password":""}"#),
        // Attack 19: the original's 400.
        json("a password of 1 MiB", #"{"email":"alice@example.com","password":""# + megabyte + #"xx"}"#),
        json("a mode that there is not", #"{"email":"alice@example.com","password":"x","mode":"bogus"}"#),
        json("a mode that is null", #"{"email":"alice@example.com","password":"x","mode":null}"#),
        json("a mode that is an array", #"{"email":"alice@example.com","password":"x","mode":["json"]}"#),
        json("an otp that is a number", #"{"email":"alice@example.com","password":"x","otp":123456}"#),
        json("an otp that is null", #"{"email":"alice@example.com","password":"x","otp":null}"#),
        json("an empty otp", #"{"email":"alice@example.com","password":"x","otp":""}"#),
        // Of duplicate keys the last counts, as in JavaScript.
        json("a second e-mail that is a number", #"{"email":"alice@example.com","password":"x","email":5}"#),
        json("a second password that is empty", #"{"email":"alice@example.com","password":"x","password":""}"#),
        json("an e-mail under __proto__", #"{"__proto__":{"email":"alice@example.com"},"password":"x"}"#),
        json("nobody's e-mail", #"{"email":"nobody@example.com","password":"x"}"#, gets: invalidCredentials),
        json("a NUL in a password", #"{"email":"alice@example.com","password":"x\u0000y"}"#, gets: invalidCredentials),
    ]

    static let wrongEncodings: [MalformedRequest] = {
        let body = Array(#"{"email":"alice@example.com","password":"x"}"#.utf8)
        let types = [
            "text/plain", "text/json", "application/jsonx", "application/vnd.api+json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x", "multipart/form-data", "*/*", "json", "", ";",
            "application/json, text/plain",
            "application/json; charset=utf-16", "application/json; charset=iso-8859-1",
            "application/json; charset=\"\"",
            "application/json;charset=x-unknown",
            String(repeating: "application/json;", count: 1000) + "charset=latin1",
        ]
        return types.map { type in
            request(
                "content type «\(type.prefix(60))»", "POST", "/auth/login", ["Content-Type: \(type)"], body: body,
                gets: invalidPayload)
        }
            + ["gzip", "deflate", "br", "GZIP", "identity, gzip", "x"].map { encoding in
                request(
                    "content encoding «\(encoding)»", "POST", "/auth/login",
                    ["Content-Type: application/json", "Content-Encoding: \(encoding)"], body: body,
                    gets: invalidPayload)
            } + [
                request("no content type", body: body, gets: invalidPayload),
                request("no body at all", gets: invalidPayload),
            ]
    }()

    private static let megabyte = String(repeating: "a", count: 1 << 20)
}
