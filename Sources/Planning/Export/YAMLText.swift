import Diagnostics
import LocatedYAML
import Manifest

/// Scalars as YAML text: plain where every reader, of YAML 1.1 or 1.2, takes the characters for this very text;
/// otherwise in double quotes.
enum YAMLText {
    /// - Parameter isInBrackets: whether it is not a key or a value on a line of its own.
    static func scalar(_ text: String, isInBrackets: Bool = false) -> String {
        isPlain(text, isInBrackets: isInBrackets) ? text : quoted(text)
    }

    private static func isPlain(_ text: String, isInBrackets: Bool) -> Bool {
        guard !beginsOtherwise(text), !text.hasEdgeSpace else { return false }
        guard text.unicodeScalars.allSatisfy({ escape($0) == nil }), !isAnotherType(text) else {
            return false
        }
        guard !text.contains(" #"), !text.contains("##"), !text.contains(": "), text.last != ":" else {
            return false
        }
        return !isInBrackets || !text.unicodeScalars.contains { ",:[]{}".unicodeScalars.contains($0) }
    }

    /// Whether it is empty, or begins like something else than a plain scalar.
    private static func beginsOtherwise(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return true }
        let isItem = first == "-" && text.unicodeScalars.dropFirst().first?.properties.isAlphabetic != true
        return isItem || "?:,[]{}#&*!|>'\"%@`".unicodeScalars.contains(first)
    }

    /// Whether a reader that knows types would take the text for null, a truth value, a number, a time, or a merge.
    private static func isAnotherType(_ text: String) -> Bool {
        words.contains(text.lowercased())
            || text.wholeMatch(of: /[-+]?[0-9][0-9_]*(:[0-9]+)*(\.[0-9_.]*)?([eE][-+]?[0-9]+)?/) != nil
            || text.wholeMatch(of: /[-+]?\.[0-9_.]+([eE][-+]?[0-9]+)?/) != nil
            || text.wholeMatch(of: /[-+]?0[boxBOX][0-9a-fA-F_]+/) != nil
            || text.prefixMatch(of: /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/) != nil
    }

    /// In lower case.
    private static let words: Set<String> = [
        "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", "+.inf", "-.inf", ".nan",
        "<<", "=",
    ]

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            // Two of them may begin a command to whatever reads the output as a log.
            case "#" where quoted.last == "#": quoted += "\\x23"
            default: quoted += escape(scalar) ?? String(scalar)
            }
        }
        return quoted + "\""
    }

    /// For what breaks lines, acts on a terminal or hides.
    private static func escape(_ scalar: Unicode.Scalar) -> String? {
        guard scalar.isHidden || scalar.properties.generalCategory == .unassigned else { return nil }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value > 0xFFFF ? 8 : 4
        return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
    }
}
