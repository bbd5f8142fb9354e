import Diagnostics
import LocatedYAML
import OmniModel

extension ManifestDecoder {
    /// A document in which nothing is written says nothing.
    static func isBlank(_ document: Node) -> Bool {
        guard case .scalar(let scalar) = document.content else { return false }
        return scalar.isPlain && scalar.text.isEmpty
    }

    mutating func document(_ node: Node) -> ManifestDraft {
        var draft = ManifestDraft()
        let isMapping = fields(RootField.self, of: node, .root) { decoder, field, entry in
            switch field {
            case .version: decoder.version(entry)
            case .instance: draft.instance = decoder.instance(entry)
            case .baseConnections: decoder.bases(entry, &draft)
            case .expectations: draft.expectations = decoder.expectations(entry)
            }
        }
        if !isMapping || Self.hidesBases(node, draft) { draft.hasAllBases = false }
        return draft
    }

    private static func hidesBases(_ node: Node, _ draft: ManifestDraft) -> Bool {
        guard draft.basesKey == nil, case .mapping(let entries) = node.content else { return false }
        return names(RootField.baseConnections, in: entries)
    }

    private mutating func version(_ entry: Entry) {
        guard let version = text(of: entry), version.value != "1" else { return }
        report(ShapeFinding.unreadableVersion(version.value), at: version.range)
    }

    private mutating func instance(_ entry: Entry) -> Located<InstanceURL>? {
        guard let text = text(of: entry) else { return nil }
        do throws(InstanceURLError) {
            return Located(try InstanceURL(text.value), at: text.range)
        } catch {
            report(InstanceFinding.unusable(text.value, error), at: text.range)
            return nil
        }
    }

    private mutating func bases(_ entry: Entry, _ draft: inout ManifestDraft) {
        draft.basesKey = entry.key.range
        guard let entries = mapping(entry.value, .field(entry.key.text), key: entry.key.range) else {
            draft.hasAllBases = false
            return
        }
        draft.bases.reserveCapacity(entries.count)
        for entry in entries { draft.bases.append(base(entry)) }
    }
}
