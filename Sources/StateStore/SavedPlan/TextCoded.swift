package import JSONText
package import OmniModel
package import Planning

/// Stands in a saved plan as a text.
package protocol TextCoded: Codable {
    var codedText: String { get }
    static func decoded(_ text: String) -> Self?
}

extension TextCoded {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self.decoded(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\(Self.self) \"\(text)\""
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(codedText)
    }
}

extension Digest: TextCoded {
    package var codedText: String { text }
    package static func decoded(_ text: String) -> Self? { Self(text: text) }
}

extension ExactText: TextCoded {
    package var codedText: String { text }
    package static func decoded(_ text: String) -> Self? { Self(text) }
}

extension Address: TextCoded {
    package var codedText: String { description }
    package static func decoded(_ text: String) -> Self? { Self(text) }
}

/// As the state file has it.
extension StateRecord: TextCoded {
    package var codedText: String { String(decoding: StateLine(self).text.dropLast(), as: UTF8.self) }

    package static func decoded(_ text: String) -> Self? {
        var reader = JSONReader(Array(text.utf8))
        return (try? StateLine(reading: &reader))?.stateRecord
    }
}

extension EnvironmentID: TextCoded {
    package var codedText: String { text }
    package static func decoded(_ text: String) -> Self? { Self(text) }
}

extension ConnectionID: TextCoded, CodingKeyRepresentable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package var codedText: String { text }
    package static func decoded(_ text: String) -> Self? { Self(text) }

    package var codingKey: any CodingKey { Key(stringValue: text) }
    package init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}
