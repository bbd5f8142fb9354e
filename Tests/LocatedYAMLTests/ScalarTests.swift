import LocatedYAML
import Testing

@Suite struct ScalarTests {
    @Test(arguments: [
        "no", "007", "1.10", "1e3", "2024-01-01", "0x1F", "yes", "~", "null", "=", ".inf", "a-b",
    ])
    func aPlainScalarKeepsItsText(text: String) throws {
        let root = try #require(parse("- x\n- \(text)\n").documents.first)
        #expect(root.items.last?.outline == text)
    }

    @Test(arguments: ["", "~", "null", "Null", "NULL"])
    func theWordsForNothingAreNullWhenPlain(text: String) throws {
        let root = try #require(
            parse("plain: \(text)\nquoted: '\(text)'\ntagged: !!str \(text)\n").documents.first
        )
        #expect(root.entries.map(\.isNull) == [true, false, false])
        #expect(root.entries.map { $0.value.text } == [text, text, text])
    }

    @Test(arguments: ["nULL", "no", "0", "none", "null "]) func otherWordsAreNot(text: String) throws {
        let root = try #require(parse("- x\(text)").documents.first)
        #expect(root.items.count == 1)
        #expect(!Scalar(text: text, style: .plain).isNull)
    }

    @Test func escapesAndFoldingAreCarriedOut() throws {
        let root = try #require(parse(#"["\u00e9\x41\0", 'a''b', "one \#n  two"]"#).documents.first)
        #expect(root.items.map(\.text) == ["éA\0", "a'b", "one two"])
    }

    @Test func aScalarOfAMegabyteIsReadWhole() throws {
        let long = String(repeating: "long ", count: 200_000) + "end"
        let root = try #require(parse("key: \"\(long)\"\n? \(long)\n: value\n").documents.first)
        #expect(root["key"]?.text == long)
        #expect(root[long]?.text == "value")
    }
}

extension Node {
    fileprivate var text: String? {
        if case .scalar(let scalar) = content { scalar.text } else { nil }
    }
}

extension Entry {
    fileprivate var isNull: Bool {
        if case .scalar(let scalar) = value.content { scalar.isNull } else { false }
    }
}
