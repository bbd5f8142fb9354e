import Crypto
import OmniModel

/// A SHA-256, as hexadecimal digits: equal for equal texts, and in practice for no others.
package struct Digest: Sendable, Hashable, CustomStringConvertible {
    package static let shortLength = 12

    package let text: String

    init(of bytes: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        let pairs = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        text = String(decoding: pairs, as: UTF8.self)
    }

    /// As it was written down.
    init(text: String) {
        self.text = text
    }

    /// The digits that a person copies.
    package var short: String { String(text.prefix(Self.shortLength)) }

    package static func isShort(_ text: String) -> Bool {
        text.utf8.count == shortLength && text.allSatisfy { $0.isHexDigit && !$0.isUppercase }
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
