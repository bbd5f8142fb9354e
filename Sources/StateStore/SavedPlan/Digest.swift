import Crypto
import OmniModel

/// The first 128 bits of a SHA-256, as hexadecimal digits: equal for equal texts, and in practice for no others, also
/// where somebody looks for two texts of one digest.
package struct Digest: Sendable, Hashable, CustomStringConvertible {
    package static let length = 32

    package let text: String

    init(of bytes: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        let pairs = SHA256.hash(data: bytes).prefix(Self.length / 2)
            .flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        text = String(decoding: pairs, as: UTF8.self)
    }

    /// - Returns: `nil` for a text that is no digest, such as one with fewer digits.
    package init?(text: String) {
        guard text.utf8.count == Self.length, text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            return nil
        }
        self.text = text
    }

    package var description: String { text }
}

/// A list of texts as one: each goes with its length, so that two different lists never look alike.
struct CanonicalText {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ text: String) { add(Array(text.utf8)) }

    mutating func add(_ content: [UInt8]) {
        bytes += "\(content.count):".utf8
        bytes += content
    }

    mutating func add(_ number: Int) { bytes += "\(number);".utf8 }

    mutating func add(_ texts: [String]) {
        add(texts.count)
        for text in texts { add(text) }
    }

    /// Values are a set to Omni.
    mutating func add(set values: [String]) {
        add(ValueSets.distinct(values.map(ExactText.init).sorted().map(\.text)))
    }

    var digest: Digest { Digest(of: bytes) }
}
