import FoundationEssentials
import JSONText
import Testing

@Suite struct JSONValueTests {
    private static let value: JSONValue = [
        "text": "a\"b\\c/\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}é😀", "absent": nil, "null": .null,
        "Zeta": .boolean(true), "alpha": .boolean(false), "a_b": .number(-7), "ab": .number(.max),
        "tenth": .decimal(0.1), "whole": .decimal(61), "empty": [], "none": [:],
        "nested": [["one": .strings(["x", "y"])], [[]], "z"],
    ]

    @Test func `members stand in their order in bytes, and sorted in a document`() throws {
        let value: JSONValue = ["b": .number(1), "a": ["d", .null], "c": nil]
        #expect(String(decoding: value.bytes, as: UTF8.self) == #"{"b":1,"a":["d",null]}"#)
        let line = value.document(onOneLine: true)
        #expect(String(decoding: line, as: UTF8.self) == #"{"a":["d",null],"b":1}"#)
        let indented = """
            {
              "a" : [
                "d",
                null
              ],
              "b" : 1
            }
            """
        #expect(String(decoding: value.document(), as: UTF8.self) == indented)
    }

    @Test func `a document is what Foundation writes of it, to the byte`() throws {
        let object = try JSONDecoder().decode(Tree.self, from: Data(Self.value.bytes))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(try Array(encoder.encode(object)) == Self.value.document(onOneLine: true))
        encoder.outputFormatting.insert(.prettyPrinted)
        #expect(try Array(encoder.encode(object)) == Self.value.document())
    }

    @Test func `what is read is written again as it was`() throws {
        for text in [Self.value.bytes, Self.value.document(onOneLine: true)] {
            #expect(try JSONValue(reading: text).bytes == text)
        }
        let read = try JSONValue(reading: Self.value.document())
        #expect(read["ab"]?.number == .max)
        #expect(read["Zeta"]?.boolean == true)
        #expect(read["nested"]?.array?[0]["one"]?.strings == ["x", "y"])
        #expect(read["nested"]?.strings == nil)
        #expect(read["absent"] == nil)
    }

    @Test func `further members stand behind an object's own`() {
        let value: JSONValue = ["a": .number(1)]
        let sum = value.adding(["b": nil, "c": .number(2)]).adding(nil)
        #expect(String(decoding: sum.bytes, as: UTF8.self) == #"{"a":1,"c":2}"#)
    }

    @Test(arguments: ["[", #"{"a":1"#, "1 2", "{1:2}", ""])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONProblem.self) { try JSONValue(reading: Array(text.utf8)) }
    }

    @Test func `a text that nests so deeply that it would exhaust the stack is refused`() {
        let depth = 200_000
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(throws: JSONProblem.notJSON) { try JSONValue(reading: Array(text.utf8)) }
    }
}

/// Any JSON, as Foundation reads and writes it.
private enum Tree: Codable {
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case array([Tree])
    case object([String: Tree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let array = try? container.decode([Tree].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: Tree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}
