import LocatedYAML
import TestSupport
import Testing

@testable import LocatedYAML

@Suite struct EncodingTests {
    private static let illFormed: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
        [0xE2, 0x82, 0x41], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0xA6],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ]

    @Test(arguments: illFormed) func theFirstIllFormedByteIsNamed(bytes: [UInt8]) throws {
        let marked = MarkedText("ok: 1\r\n{é🦊: «a»")
        let stream = parse(Array(marked.text.utf8) + bytes + Array(" long enough for whole words}".utf8))
        #expect(stream.documents.isEmpty)
        #expect(stream.kinds == [.notUTF8(byte: bytes[0])])
        #expect(stream.problems.first?.range == marked.range("a", "a"))
    }

    /// The standard library is the witness, at every place in a word of eight bytes.
    @Test func theCheckAgreesWithTheStandardLibrary() {
        let wellFormed: [[UInt8]] = [
            "é", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{10000}", "\u{10FFFF}",
        ]
        .map { Array($0.utf8) }
        for bytes in Self.illFormed + wellFormed {
            for padding in 0..<17 {
                let text = Array(repeating: 0x61, count: padding) + bytes + Array("abcdefghi".utf8)
                let invalid = text.withUnsafeBufferPointer { $0.firstByteNotUTF8 }
                #expect((invalid == nil) == (String(validating: text, as: UTF8.self) != nil))
                #expect(invalid == nil || invalid == padding)
            }
        }
    }

    @Test func utf16IsNotUTF8() {
        let littleEndian: [UInt8] =
            [0xFF, 0xFE] + "a: 1".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(parse(littleEndian).kinds == [.notUTF8(byte: 0xFF)])
        #expect(parse([0xFE, 0xFF, 0x00, 0x61]).kinds == [.notUTF8(byte: 0xFE)])
        #expect(parse(Array(littleEndian.dropFirst(2))).kinds == [.controlCharacter(code: 0)])
    }

    @Test(arguments: [0x00, 0x01, 0x08, 0x0B, 0x0C, 0x1B, 0x7F, 0x80, 0x9F, 0xFFFE, 0xFFFF] as [UInt32])
    func aControlCharacterIsRefusedWhereItStands(code: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(code))
        let marked = MarkedText("one: 1\r# é\r\ntwo: \"«a»\(scalar)\"\n")
        let stream = parse(marked.text)
        #expect(stream.kinds == [.controlCharacter(code: code)])
        #expect(stream.problems.first?.range == marked.range("a", "a"))
    }
}
