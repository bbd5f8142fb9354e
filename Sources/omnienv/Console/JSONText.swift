import Diagnostics
import FoundationEssentials

extension Encodable {
    /// Indented JSON with sorted keys in snake case, and a line break at the end. What must not be shown as it is stands
    /// as an escape.
    func jsonText() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return SafeText.json(String(decoding: try encoder.encode(self), as: UTF8.self)) + "\n"
    }
}
