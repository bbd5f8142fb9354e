/// What ends a line. YAML 1.1, and so libyaml, knows six: LF, CR, CR LF, NEL, LS and PS.
enum LineBreak {
    /// The length in bytes of the break that begins at `index`, or 0 if none does.
    static func length(at index: Int, in bytes: [UInt8]) -> Int {
        switch bytes[index] {
        case 0x0A: 1
        case 0x0D: follows(at: index, in: bytes, [0x0A]) ? 2 : 1
        case 0xC2: follows(at: index, in: bytes, [0x85]) ? 2 : 0
        case 0xE2:
            follows(at: index, in: bytes, [0x80, 0xA8]) || follows(at: index, in: bytes, [0x80, 0xA9]) ? 3 : 0
        default: 0
        }
    }

    private static func follows(at index: Int, in bytes: [UInt8], _ rest: [UInt8]) -> Bool {
        bytes[(index + 1)...].starts(with: rest)
    }
}
