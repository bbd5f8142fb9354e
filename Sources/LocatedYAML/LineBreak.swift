/// What ends a line, for libyaml and for an editor alike: LF, CR and CR LF. YAML 1.1 knows three more, which no text
/// that is read may hold (`HiddenMark`).
enum LineBreak {
    /// The length in bytes of the break that begins at `index`, or 0 if none does.
    static func length(at index: Int, in bytes: [UInt8]) -> Int {
        switch bytes[index] {
        case 0x0A: 1
        case 0x0D: index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        default: 0
        }
    }
}
