/// A character that nobody sees, and that changes what libyaml makes of a text: the line breaks that YAML 1.1 knows and
/// an editor does not, and a byte order mark that does not begin the text.
struct HiddenMark {
    /// UTF-8's signature: allowed where a text or one of its documents begins, and part of no line there.
    static let byteOrderMark: UInt32 = 0xFEFF

    /// As many as a hostile text may cost memory for.
    private static let most = 10_000

    let offset: Int
    let code: UInt32
    var length: Int { code == 0x85 ? 2 : 3 }

    /// All of them, or the first ten thousand, of a text that is UTF-8. Eight bytes of ASCII cost one step.
    static func all(in bytes: UnsafeBufferPointer<UInt8>) -> [HiddenMark] {
        var found: [HiddenMark] = []
        var index = 0
        while index < bytes.count, found.count < most {
            if bytes.isASCII(atWord: index) {
                index += 8
                continue
            }
            let code = code(at: index, in: bytes)
            if let code, index > 0 || code != byteOrderMark {
                found.append(HiddenMark(offset: index, code: code))
            }
            index += 1
        }
        return found
    }

    private static func code(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
        func follow(_ second: UInt8, _ third: UInt8) -> Bool {
            index + 2 < bytes.count && bytes[index + 1] == second && bytes[index + 2] == third
        }
        switch bytes[index] {
        case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 0x85 : nil
        case 0xE2: return follow(0x80, 0xA8) ? 0x2028 : follow(0x80, 0xA9) ? 0x2029 : nil
        case 0xEF: return follow(0xBB, 0xBF) ? byteOrderMark : nil
        default: return nil
        }
    }

    /// Whether it is a byte order mark directly before or behind the `---` of a document, as it is where texts with a mark
    /// of their own were joined. It looks at a few bytes only.
    func isTakenAsMeant(in text: [UInt8]) -> Bool {
        guard code == Self.byteOrderMark else { return false }
        guard text.beginsLine(at: offset) else { return text.hasDocumentStart(endingAt: offset) }
        if text[(offset + length)...].starts(with: documentStart) { return true }
        let isPair = text[..<offset].suffix(2).elementsEqual([0x0D, 0x0A])
        return text.hasDocumentStart(endingAt: offset - (isPair ? 2 : 1))
    }
}

private let documentStart = Array("---".utf8)

extension [UInt8] {
    /// How many bytes a byte order mark at this index has; 0 where there is none.
    func lengthOfByteOrderMark(at index: Int = 0) -> Int {
        self[index...].starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Whether a line that ends here is `---`.
    fileprivate func hasDocumentStart(endingAt end: Int) -> Bool {
        let start = end - documentStart.count
        return start >= 0 && self[start..<end].elementsEqual(documentStart) && beginsLine(at: start)
    }

    fileprivate func beginsLine(at index: Int) -> Bool {
        index == 0 || self[index - 1] == 0x0A || self[index - 1] == 0x0D
    }
}
