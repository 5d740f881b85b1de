import Foundation
import SDKRuntime
import Testing

@Suite("Origins")
struct OriginTests {
    @Test(
        "scheme, host and port make one, in whatever case and with the scheme's port written or not",
        arguments: [
            ("https://example.com/a", "HTTPS://EXAMPLE.com:443/b?c#d"),
            ("http://example.com", "http://example.com:80/"),
            ("http://[::1]:8055/", "http://[::1]:8055/a"), ("https://user@example.com/", "https://example.com/"),
        ])
    func same(one: String, other: String) {
        #expect(Origin(URL(string: one)) != nil)
        #expect(Origin(URL(string: one)) == Origin(URL(string: other)))
    }

    @Test(
        "another of the three is another origin",
        arguments: [
            "http://example.com/", "https://example.com:8443/", "https://example.org/", "https://www.example.com/",
            "https://example.com.evil.org/", "https://example.com@evil.org/",
        ])
    func other(url: String) {
        #expect(Origin(URL(string: url)) != Origin(URL(string: "https://example.com/")))
    }

    @Test(
        "what is not of the web has none",
        arguments: ["file:///a", "ftp://example.com/", "/a", "mailto:a@b.c", "https:"])
    func none(url: String) {
        #expect(Origin(URL(string: url)) == nil)
    }
}
