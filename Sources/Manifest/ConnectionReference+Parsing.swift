import Diagnostics
import OmniModel

extension ConnectionReference {
    /// A UUID is an id; any other text is a name, except what is clearly meant as a UUID.
    init(parsing text: String) throws(ConnectionFinding) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= TextFinding.longest else { throw .tooLong(text) }
        if text.isUUID {
            self = .id(ConnectionID(text))
        } else if text.isMeantAsUUID {
            throw .malformedUUID(text)
        } else {
            self = .name(text)
        }
    }

    /// Equal for references that are the same text; an id and a name can be compared only by Omni.
    var key: ExactText { ExactText(text) }
}

/// What is wrong with a connection's id or name.
enum ConnectionFinding: Finding, Error, Hashable {
    case empty
    case tooLong(String)
    case malformedUUID(String)

    var rule: Rule {
        switch self {
        case .empty: .emptyText
        case .tooLong: .textTooLong
        case .malformedUUID: .malformedUUID
        }
    }

    var message: String {
        switch self {
        case .empty: "a connection must not be empty; write its id or its exact name in Omni"
        case .tooLong(let text):
            """
            the connection \(text.quoted) has \(text.utf8.count) bytes, and may have \(TextFinding.longest); write its id or \
            its exact name in Omni
            """
        case .malformedUUID(let text):
            "\(text.quoted) looks like an id and is none: \(text.flawAsUUID); copy the id from Omni again"
        }
    }

    var hint: String? {
        switch self {
        case .empty, .tooLong: nil
        case .malformedUUID(let text): text.repairedUUID.map(Suggestion.question)
        }
    }
}

extension String {
    private static let uuidGroups = [8, 4, 4, 4, 12]
    /// How many characters a UUID has, hyphens included.
    package static let uuidLength = 36

    /// Whether the text is a UUID, and so an id and no name: 8-4-4-4-12 hexadecimal digits, in any case.
    package var isUUID: Bool {
        guard utf8.count == Self.uuidLength else { return false }
        var text = self
        return text.withUTF8 { bytes in
            bytes.indices.allSatisfy { position in
                switch position {
                case 8, 13, 18, 23: bytes[position] == 0x2D
                default: bytes[position].isHexDigit
                }
            }
        }
    }

    /// Whether a text that is no UUID is so close to one that nobody names a connection like that.
    fileprivate var isMeantAsUUID: Bool {
        let bytes = Array(unwrappedUUID.utf8)
        if bytes.count < utf8.count { return repairedUUID != nil }
        return Self.isOnlyDigits(bytes) || Self.beginsLikeUUID(bytes) || Self.isNearlyUUID(bytes)
    }

    /// What keeps a text that is meant as a UUID from being one.
    fileprivate var flawAsUUID: String {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        if repairedUUID != nil {
            return "its digits are all there, and its hyphens or what is around it are not"
        }
        if let other = unwrappedUUID.unicodeScalars.first(where: {
            $0 != "-" && !$0.properties.isASCIIHexDigit
        }) {
            return "\(String(other).quoted) is no hexadecimal digit, which are 0 to 9 and a to f"
        }
        guard parts.count == Self.uuidGroups.count else {
            let digits = utf8.count(where: \.isHexDigit)
            return
                "it has \(digits) digits in \(parts.count == 1 ? "one group" : "\(parts.count) groups"), and an id has 32 in 5"
        }
        let wrong = zip(parts, Self.uuidGroups).enumerated().filter { $0.element.0.count != $0.element.1 }
        let words = wrong.map {
            "group \($0.offset + 1) has \($0.element.0.count) digits in place of \($0.element.1)"
        }
        return words.joined(separator: ", ")
    }

    /// The UUID whose digits are all there, but written in another way.
    fileprivate var repairedUUID: String? {
        let digits = unwrappedUUID.utf8.filter { $0 != 0x2D }
        guard digits.count == 32, digits.allSatisfy(\.isHexDigit) else { return nil }
        var rest = digits[...]
        let parts = Self.uuidGroups.map { length in
            defer { rest = rest.dropFirst(length) }
            return String(decoding: rest.prefix(length), as: UTF8.self)
        }
        return parts.joined(separator: "-")
    }

    /// Without braces or `urn:uuid:` around it.
    private var unwrappedUUID: Substring {
        if hasPrefix("{"), hasSuffix("}") { return dropFirst().dropLast() }
        return lowercased().hasPrefix("urn:uuid:") ? dropFirst(9) : self[...]
    }

    /// A digit too many or too few, and no dashes or as many as belong there.
    private static func isOnlyDigits(_ bytes: [UInt8]) -> Bool {
        let digits = bytes.count(where: \.isHexDigit)
        guard 30...34 ~= digits else { return false }
        let dashes = bytes.count { $0 == 0x2D }
        return digits + dashes == bytes.count && (dashes == 0 || 3...5 ~= dashes)
    }

    /// The last group is missing, or is none.
    private static func beginsLikeUUID(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: 0x2D, omittingEmptySubsequences: false)
        return parts.count >= 4
            && zip(parts, uuidGroups).prefix(4).allSatisfy { $0.count == $1 && $0.allSatisfy(\.isHexDigit) }
    }

    private static func isNearlyUUID(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard parts.count == uuidGroups.count, 32...40 ~= bytes.count else { return false }
        return 4 * bytes.count(where: \.isHexDigit) >= 3 * (bytes.count - 4)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
