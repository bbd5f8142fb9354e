extension String {
    /// As one word of a command line that a person may copy into a shell, whatever it holds.
    var shellWord: String {
        if !isEmpty, utf8.allSatisfy(Self.isPlain) { return self }
        return "'" + replacing("'", with: "'\\''") + "'"
    }

    /// Whether it means itself to every shell.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_@%+=:,./-".utf8.contains(byte)
        }
    }
}
