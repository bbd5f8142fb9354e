import FoundationEssentials
import LocatedYAML
package import Planning

/// The text of a saved plan: one indented JSON object. What the plan follows from is read back; the plan itself stands
/// in it as it was shown, for people and scripts, and is never read: it is made anew.
package enum SavedPlanFormat {
    package static let version = "2.0"

    private struct Head: Codable {
        var kind = "omnienv saved plan"
        var formatVersion = SavedPlanFormat.version
    }

    private struct Document<Shown: Encodable>: Encodable {
        private enum Key: CodingKey {
            case plan
        }

        let saved: SavedPlan
        let shown: Shown

        func encode(to encoder: any Encoder) throws {
            try Head().encode(to: encoder)
            try saved.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(shown, forKey: .plan)
        }
    }

    /// - Parameter shown: the plan as `plan --output json` shows it.
    package static func text(of saved: SavedPlan, showing shown: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Array(try encoder.encode(Document(saved: saved, shown: shown))) + Array("\n".utf8)
    }

    package static func read(_ text: [UInt8]) throws(SavedPlanProblem) -> SealedPlan {
        let head: Head = try decode(text)
        guard head.kind == Head().kind else { throw .notAPlan }
        guard head.formatVersion == version else { throw .otherFormat(head.formatVersion) }
        return SealedPlan(saved: try decode(text), text: text)
    }

    /// Whether a text claims to be a saved plan, of whatever format and however edited.
    static func isPlan(_ text: [UInt8]) -> Bool {
        let head: Head? = try? decode(text)
        return head?.kind == Head().kind
    }

    private static func decode<Value: Decodable>(_ text: [UInt8]) throws(SavedPlanProblem) -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Value.self, from: Data(text))
        } catch {
            throw .notAPlan
        }
    }
}

extension PlanOptions: Codable {
    private enum Key: String, CodingKey {
        case prune, target, acceptEmpty, allowFallback, maxDetach
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init()
        prunes = try container.decode(Bool.self, forKey: .prune)
        targets = try container.decode([String].self, forKey: .target)
        acceptsEmptyList = try container.decode(Bool.self, forKey: .acceptEmpty)
        allowedFallbacks = AllowedFallbacks(try container.decode([String].self, forKey: .allowFallback))
        maxDetach = try container.decodeIfPresent(Int.self, forKey: .maxDetach)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(prunes, forKey: .prune)
        try container.encode(targets, forKey: .target)
        try container.encode(acceptsEmptyList, forKey: .acceptEmpty)
        try container.encode(allowedFallbacks.words, forKey: .allowFallback)
        try container.encodeIfPresent(maxDetach, forKey: .maxDetach)
    }
}
