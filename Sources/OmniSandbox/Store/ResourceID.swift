/// A UUID as the API writes it, in lower case so that two spellings of one id are equal.
package struct ResourceID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// Gives nil for anything but 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
    package init?(_ text: some StringProtocol) {
        guard Self.isUUID(text.utf8) else { return nil }
        self.text = text.lowercased()
    }

    /// The id of the environment that a store creates as its `serial`th: readable and the same in every
    /// run, so that answers can be compared byte by byte, yet different for other bases and connections.
    init(environment serial: Int, of base: ResourceID, connection: ResourceID) {
        text = "\(base.text.prefix(8))-\(connection.text.prefix(4))-4000-8000-\(Self.hex(serial))"
    }

    /// An id for a thing that the sandbox file names without one.
    init(userAttribute serial: Int) {
        text = "00000000-0000-4000-8000-\(Self.hex(serial))"
    }

    package var description: String { text }

    package static func < (first: Self, second: Self) -> Bool { first.text < second.text }

    private static func hex(_ serial: Int) -> String {
        let digits = String(serial, radix: 16)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    private static func isUUID(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { offset, byte in
            switch offset {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: isHexDigit(byte)
            }
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}
