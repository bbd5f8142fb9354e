import JSONText
import OmniModel

/// The key that authorises every request. It shows as `[token]` wherever it is printed.
package struct APIToken: Sendable, Hashable {
    let text: String
    package let redaction: Redaction

    /// Takes the key as a file or an environment variable holds it: white space around it is dropped.
    ///
    /// - Throws: when nothing is left, or a character in it cannot stand in a header.
    package init(_ text: String) throws(APITokenError) {
        let trimmed = text.trimmingASCIISpace()
        guard !trimmed.isEmpty else { throw .empty }
        guard trimmed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unusableCharacter }
        self.text = trimmed
        redaction = Redaction(of: trimmed)
    }

    static let redacted = "[token]"

    /// Its last four characters, by which a person tells one key from another; `nil` of a key so short that they would
    /// help to guess the rest.
    package var ending: String? { text.utf8.count < 20 ? nil : String(text.suffix(4)) }

    /// The text with every occurrence of the key replaced by `[token]`, also as JSON, a URL or base 64 spells it. A key of
    /// less than eight bytes is no secret, and stays.
    package func redacting(_ text: String) -> String { redaction.applied(to: text) }
}

extension APIToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Self.redacted }
    package var debugDescription: String { Self.redacted }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text cannot be a key. It never holds the text.
package enum APITokenError: Error, Sendable, Hashable, CustomStringConvertible {
    case empty
    case unusableCharacter

    package var description: String {
        switch self {
        case .empty: "the API token is empty; create one in Omni's settings"
        case .unusableCharacter:
            "the API token holds white space, a control character or one beyond ASCII; give the key alone"
        }
    }
}

/// Replaces a secret in texts, such as a key or a store's password, byte by byte and however it is spelled there.
package struct Redaction: Sendable, Hashable {
    /// Less than this is no secret but a word that stands in ordinary texts too, such as a sandbox's token.
    private static let shortest = 8

    /// The secret's spellings, the longest first, by their first byte.
    private let spellings: [UInt8: [[UInt8]]]

    package init(of secret: String) {
        guard secret.utf8.count >= Self.shortest else {
            spellings = [:]
            return
        }
        let all = [
            secret, Self.inJSON(secret), Self.inJSON(secret).slashesEscaped, secret.percentEncoded,
        ]
        let distinct = Set((all + Array(secret.utf8).spellingsInBase64).map { Array($0.utf8) })
        spellings = Dictionary(grouping: distinct.sorted { $0.count > $1.count }) { $0[0] }
    }

    /// Linear in the text. What holds no secret is returned as it is.
    package func applied(to text: String) -> String {
        guard !spellings.isEmpty else { return text }
        var text = text
        let output = text.withUTF8 { bytes -> [UInt8]? in
            var output: [UInt8] = []
            var copied = 0
            var position = 0
            let first = firstBytes
            while position < bytes.count {
                guard first[Int(bytes[position])], let length = lengthOfSpelling(at: position, in: bytes)
                else {
                    position += 1
                    continue
                }
                output += bytes[copied..<position]
                output += APIToken.redacted.utf8
                position += length
                copied = position
            }
            return copied == 0 ? nil : output + bytes[copied...]
        }
        return output.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    private var firstBytes: [Bool] { (0...UInt8.max).map { spellings[$0] != nil } }

    private func lengthOfSpelling(at position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let rest = bytes[position...]
        return spellings[bytes[position]]?.first { rest.starts(with: $0) }?.count
    }

    private static func inJSON(_ text: String) -> String {
        var quoted: [UInt8] = []
        quoted.appendJSONString(text)
        return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
    }
}

extension String {
    fileprivate var slashesEscaped: String { replacing("/", with: "\\/") }
}

private let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

extension [UInt8] {
    /// The digits of base 64 (RFC 4648, section 4) that depend on these bytes alone, for each of the three ways in which they
    /// may lie within groups of three: one of them stands in whatever text in base 64 holds the bytes.
    fileprivate var spellingsInBase64: [String] {
        (0..<3).map { shift in
            let shifted = [UInt8](repeating: 0, count: shift) + self
            let first = (shift * 8 + 5) / 6
            let end = shifted.count * 8 / 6
            return String(decoding: (first..<end).map(shifted.base64Digit), as: UTF8.self)
        }
    }

    private func base64Digit(_ number: Int) -> UInt8 {
        let bit = number * 6
        let low = bit / 8 + 1 < count ? self[bit / 8 + 1] : 0
        let pair = UInt16(self[bit / 8]) << 8 | UInt16(low)
        return base64Digits[Int(pair >> (10 - bit % 8)) & 0x3F]
    }
}
