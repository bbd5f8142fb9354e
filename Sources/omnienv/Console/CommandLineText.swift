import ArgumentParser
import Diagnostics

/// A time as an option takes it: a number with `ms`, `s`, `m` or `h`; without a unit, seconds.
struct TimeSpan: ExpressibleByArgument {
    /// A hundred years, in milliseconds: a deadline that far off still fits a clock.
    private static let longest = 100 * 365 * 24 * 3_600_000

    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let digits = argument.prefix(while: \.isNumber)
        guard let number = Int(digits) else { return nil }
        let milliseconds: Int
        switch argument.dropFirst(digits.count) {
        case "ms": milliseconds = 1
        case "", "s": milliseconds = 1000
        case "m": milliseconds = 60_000
        case "h": milliseconds = 3_600_000
        default: return nil
        }
        let (total, isTooLong) = number.multipliedReportingOverflow(by: milliseconds)
        guard !isTooLong, total <= Self.longest else { return nil }
        duration = .milliseconds(total)
    }

    /// Such as `30s`.
    var text: String { "\(duration / .seconds(1))s".replacing(".0s", with: "s") }
}

extension String {
    /// Whether it holds nothing but white space, as where a script's variable is not set.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }

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

extension TerminalText.StringInterpolation {
    /// As one word of a command line that a person may copy into a shell.
    mutating func appendInterpolation(shell word: String) { appendInterpolation(word.shellWord) }
}
