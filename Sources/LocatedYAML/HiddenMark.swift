/// A character that nobody sees, and that changes what libyaml makes of a text: the line breaks that YAML 1.1 knows and
/// an editor does not, and a byte order mark that does not begin the text.
enum HiddenMark {
    /// As many as a hostile text may cost memory for.
    private static let most = 10_000

    struct Found {
        let offset: Int
        let code: UInt32
        var length: Int { code == 0x85 ? 2 : 3 }
    }

    /// All of them, or the first ten thousand, of a text that is UTF-8. Eight bytes of ASCII cost one step.
    static func all(in bytes: UnsafeBufferPointer<UInt8>) -> [Found] {
        var found: [Found] = []
        var index = 0
        while index < bytes.count, found.count < most {
            if UTF8Check.isASCII(atWord: index, in: bytes) {
                index += 8
                continue
            }
            let code = code(at: index, in: bytes)
            if let code, index > 0 || code != ByteOrderMark.code {
                found.append(Found(offset: index, code: code))
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
        case 0xEF: return follow(0xBB, 0xBF) ? ByteOrderMark.code : nil
        default: return nil
        }
    }
}
