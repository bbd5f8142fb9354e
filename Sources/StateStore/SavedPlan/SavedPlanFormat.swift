import DurableFiles
import FoundationEssentials
import LocatedYAML
package import Planning

/// How the text of a saved plan begins, by which it is known.
private struct Head: Codable {
    var kind = "omnienv saved plan"
    var formatVersion = SavedPlan.formatVersion
}

private enum Key: CodingKey {
    case plan
}

private struct Document<Shown: Encodable>: Encodable {
    let saved: SavedPlan
    let shown: Shown

    func encode(to encoder: any Encoder) throws {
        try Head().encode(to: encoder)
        try saved.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(shown, forKey: .plan)
    }
}

extension SavedPlan {
    /// Of the files that are written, and the only one that is read.
    static let formatVersion = "2.0"

    /// The text of a saved plan: one indented JSON object. What the plan follows from is read back; the plan itself stands
    /// in it as it was shown, for people and scripts, read only to be shown again: an apply makes
    /// its plan anew.
    ///
    /// - Parameter shown: the plan as `plan --output json` shows it.
    func text(showing shown: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Array(try encoder.encode(Document(saved: self, shown: shown))) + Array("\n".utf8)
    }

    /// Whether a text claims to be a saved plan, of whatever format and however edited.
    static func isPlan(_ text: [UInt8]) -> Bool {
        let head: Head? = try? decode(text)
        return head?.kind == Head().kind
    }

}

extension SealedPlan {
    /// Reads a saved plan from its file.
    ///
    /// - Throws: `FileError`, or a `SavedPlanProblem` of the text.
    package static func load(_ path: String) throws -> SealedPlan {
        try SealedPlan(text: try SystemFiles().open(path, .read).readAll())
    }

    /// - Throws: `notAPlan`, or `otherFormat` for a plan that another version has saved.
    init(text: [UInt8]) throws(SavedPlanProblem) {
        let head: Head = try decode(text)
        guard head.kind == Head().kind else { throw .notAPlan }
        guard head.formatVersion == SavedPlan.formatVersion else { throw .otherFormat(head.formatVersion) }
        self.init(saved: try decode(text), text: text)
    }
}

private struct ShownPart<Shown: Decodable>: Decodable {
    let plan: Shown
}

extension SealedPlan {
    /// The plan as it was shown when it was saved.
    package func shown<Shown: Decodable>() throws(SavedPlanProblem) -> Shown {
        let part: ShownPart<Shown>
        do { part = try decode(text) } catch { throw .altered }
        return part.plan
    }
}

private func decode<Value: Decodable>(_ text: [UInt8]) throws(SavedPlanProblem) -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
        return try decoder.decode(Value.self, from: Data(text))
    } catch {
        throw .notAPlan
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
