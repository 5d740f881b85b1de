import OrderedJSON
import Testing

@Suite("Reading and writing JSON")
struct JSONTests {
    @Test(
        "what RFC 8259 allows is read",
        arguments: [
            ("{}", JSON.object([:])), ("[]", .array([])), (" [1 , 2]\n", [1, 2]), ("-0.5e2", .number(-50)),
            (#""\u00e9\n\/""#, "é\n/"), (#""\ud83d\ude00""#, "😀"), ("9223372036854775807", .integer(.max)),
            ("1e400", .number(.infinity)), (#"{"a":null}"#, ["a": .null]), ("true", true), (#""\u0000""#, "\0"),
        ] as [(String, JSON)])
    func reads(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text.utf8) == value)
    }

    @Test(
        "what RFC 8259 forbids is refused",
        arguments: [
            "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{'a':1}", "{a:1}", "[1 2]", "01", "+1", ".5", "1.", "1e", "-",
            "nul", "tru e", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"a\nb\"", "\"\t\"",
            "[1]]", "{\"a\":1}{", "NaN", "Infinity", "// x\n1", "\u{FEFF}1",
        ])
    func refuses(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text.utf8) }
    }

    @Test(
        "invalid UTF-8 is refused",
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: bytes) }
    }

    @Test("nesting is bounded, on both sides of the bound")
    func depth() throws {
        let allowed = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        _ = try JSON(parsing: allowed.utf8)
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: deep.utf8) }
    }

    @Test("of two members with one name the last counts, as in JavaScript")
    func duplicates() throws {
        let json = try JSON(parsing: #"{"a":1,"a":2}"#.utf8)
        #expect(json["a"] == 2)
    }

    @Test("an error tells where, and nothing of the text")
    func errors() {
        let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: #"{"password":"hunter2"x"#.utf8) }
        #expect(error?.position == 21)
        #expect(error.map { !"\($0)".contains("hunter2") } == true)
    }

    @Test("members keep their order, null stays, and the slash is not escaped")
    func writes() {
        let json: JSON = ["z": .null, "a": [1, .number(2.5), true], "t": "a/b\"\\\u{1}é😀"]
        #expect(json.text == #"{"z":null,"a":[1,2.5,true],"t":"a/b\"\\\u0001é😀"}"#)
    }

    @Test(
        "what is written is read again", arguments: ["plain", "\u{0}\u{1F}", "\"\\", "é😀\u{2028}", "\r\n\t\u{8}\u{C}"])
    func roundTrip(text: String) throws {
        #expect(try JSON(parsing: JSON.string(text).bytes) == .string(text))
    }
}
