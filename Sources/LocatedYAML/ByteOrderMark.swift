/// UTF-8's signature at the start of a text: allowed, and part of no line.
enum ByteOrderMark {
    static func length(in bytes: [UInt8]) -> Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}
