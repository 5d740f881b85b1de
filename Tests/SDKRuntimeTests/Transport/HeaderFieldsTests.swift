import SDKRuntime
import Testing

@Suite("Header fields")
struct HeaderFieldsTests {
    private let fields: HeaderFields = ["Set-Cookie": "a=1", "Accept": "*/*", "set-cookie": "b=2"]

    @Test("a name is found whatever its case", arguments: ["accept", "ACCEPT", "Accept"])
    func names(name: String) {
        #expect(fields[name] == "*/*")
        #expect(fields.values(name) == ["*/*"])
    }

    @Test("lines of one name stay apart and in order, and the first one is the value")
    func several() {
        #expect(fields["SET-COOKIE"] == "a=1")
        #expect(fields.values("SET-COOKIE") == ["a=1", "b=2"])
        #expect(fields.fields.map(\.name) == ["Set-Cookie", "Accept", "set-cookie"])
    }

    @Test("setting a value replaces every line of that name")
    func setting() {
        var fields = fields
        fields["SET-cookie"] = "c=3"
        #expect(fields.values("Set-Cookie") == ["c=3"])
        #expect(fields["Accept"] == "*/*")
    }

    @Test("setting nothing removes every line of that name")
    func removing() {
        var fields = fields
        fields["set-COOKIE"] = nil
        #expect(fields == ["Accept": "*/*"])
    }

    @Test("appending leaves what is there")
    func appending() {
        var fields = fields
        fields.append("Accept", "text/html")
        #expect(fields.values("accept") == ["*/*", "text/html"])
    }

    @Test("white space around a value is not part of it")
    func whiteSpace() {
        let fields: HeaderFields = ["Accept": " \t*/* \t", "Empty": "  "]
        #expect(fields["Accept"] == "*/*")
        #expect(fields["Empty"] == "")
    }

    @Test("what is not there is nothing")
    func absent() {
        #expect(fields["Authorization"] == nil)
        #expect(fields.values("Authorization") == [])
    }
}
