import DirectusSDK
import Testing

@Suite("Parameters are encoded as URLSearchParams does")
struct FormEncodingTests {
    /// WHATWG URL, section 5.2, «application/x-www-form-urlencoded percent-encode set».
    static let texts = [
        ("a b", "a+b"), ("*-._", "*-._"), ("~", "%7E"), ("äöüß", "%C3%A4%C3%B6%C3%BC%C3%9F"),
        ("😀", "%F0%9F%98%80"), ("&=+#", "%26%3D%2B%23"), ("%", "%25"), ("/?:@", "%2F%3F%3A%40"),
        ("!'()", "%21%27%28%29"), ("[]{}", "%5B%5D%7B%7D"), ("\"<>\\^`|", "%22%3C%3E%5C%5E%60%7C"),
        (",;$", "%2C%3B%24"), ("\u{0}\t\r\n", "%00%09%0D%0A"), ("azAZ09", "azAZ09"), ("e\u{301}", "e%CC%81"),
    ]

    @Test("values", arguments: texts)
    func values(text: String, encoded: String) async throws {
        try await CommandCase(.readItems("a", Query(search: text)), "GET", "/items/a?search=\(encoded)").check()
    }

    @Test("names", arguments: texts)
    func names(text: String, encoded: String) async throws {
        try await CommandCase(.readItems("a", Query(custom: [text: "v"])), "GET", "/items/a?\(encoded)=v").check()
    }

    @Test("JSON")
    func json() async throws {
        try await CommandCase(
            .readItems("a", Query(filter: ["name": .eq("a b")])), "GET",
            "/items/a?filter=%7B%22name%22%3A%7B%22_eq%22%3A%22a+b%22%7D%7D"
        ).check()
    }

    @Test("parameters are parted by ampersands")
    func several() async throws {
        let fixture = try RequestFixture()
        _ = try await fixture.client.request(.readItems("a", Query(search: "x y", limit: 1)))
        let target = try await fixture.onlyRequest().target
        #expect(["/items/a?search=x+y&limit=1", "/items/a?limit=1&search=x+y"].contains(target))
    }
}
