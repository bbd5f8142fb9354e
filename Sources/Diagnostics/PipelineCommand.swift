/// What makes a runner of pipelines take a line of its log for a command: `##[…]` (GitHub, Azure), `##vso[…]` (Azure) and
/// `##teamcity[…]` wherever they stand, and GitHub's `::…` where the text of a line begins.
enum PipelineCommand {
    private static let names = ["[", "vso[", "teamcity["].map { Array($0.utf8) }

    /// Whether a command begins with the byte at `position`, so that it is none once that character is shown by its code.
    static func begins(at position: Int, of bytes: UnsafeBufferPointer<UInt8>, beginsLine: Bool) -> Bool {
        let byte = bytes[position]
        guard position + 1 < bytes.count, bytes[position + 1] == byte else { return false }
        switch byte {
        case UInt8(ascii: ":"): return beginsLine
        case UInt8(ascii: "#"):
            let rest = bytes[(position + 2)...]
            return names.contains { name in
                rest.count >= name.count && zip(rest, name).allSatisfy { $0 == $1 || $0 == $1 & ~0x20 }
            }
        default: return false
        }
    }
}
