import Testing

@testable import OmniSandbox

@Suite("JSON")
struct JSONTests {
    @Test(arguments: ["", "plain", "quote \" and \\ backslash", "tab\tline\nnull\0", "käse ☕ 👩🏽‍🚀", "/"])
    func `strings come back as they were written`(_ text: String) throws {
        var json = JSONWriter()
        json.strings([text, text])
        #expect(try JSONValue(parsing: json.bytes) == .array([.string(text), .string(text)]))
    }

    @Test func `keys stay in the order they were given`() {
        var json = JSONWriter()
        json.object { json in
            json.key("z")
            json.number(-1)
            json.key("a")
            json.array(of: [true, false]) { $0.bool($1) }
            json.key("m")
            json.object { _ in }
            json.key("n")
            json.null()
        }
        #expect(String(decoding: json.bytes, as: UTF8.self) == #"{"z":-1,"a":[true,false],"m":{},"n":null}"#)
    }

    @Test(arguments: [
        ("null", JSONValue.null), ("true", .boolean(true)), ("1.5", .number(1.5)), (#""1""#, .string("1")),
        ("[1,[]]", .array([.number(1), .array([])])),
        (#"{"a":{"b":null}}"#, .object(["a": .object(["b": .null])])),
    ])
    func `each kind of value is read as what it is`(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test(arguments: ["", "{", "{]", "'a'", "nul", "\u{FF}"])
    func `anything else is invalid`(_ text: String) {
        #expect(throws: Store.Refusal.invalidJSON) { try JSONValue(parsing: Array(text.utf8)) }
    }
}
