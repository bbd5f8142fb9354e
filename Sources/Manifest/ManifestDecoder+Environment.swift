import Diagnostics
import LocatedYAML

extension ManifestDecoder {
    mutating func environments(_ entry: Entry, _ draft: inout BaseDraft) {
        guard let entries = mapping(entry.value, .field(entry.key.text), key: entry.key.range) else {
            return
        }
        draft.hasAllEnvironments = true
        draft.environments.reserveCapacity(entries.count)
        for entry in entries {
            let environment = environment(entry)
            draft.environments.append(environment.draft)
            if !environment.isWhole { draft.hasAllValues = false }
        }
    }

    private mutating func environment(_ entry: Entry) -> (draft: EnvironmentDraft, isWhole: Bool) {
        var draft = EnvironmentDraft(label: label(entry.key, of: .environment))
        var isWhole = false
        let part = ManifestPart.environment(entry.key.text)
        _ = fields(EnvironmentField.self, of: entry.value, part, key: entry.key.range) {
            decoder,
            field,
            entry in
            switch field {
            case .connection: draft.connection = decoder.connection(entry)
            case .userAttributeValues: (draft.values, isWhole) = decoder.values(entry)
            case .protect: draft.isProtected = decoder.isProtected(entry)
            }
        }
        return (draft, isWhole)
    }

    private mutating func isProtected(_ entry: Entry) -> Bool {
        let synonyms = [
            "yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false",
        ]
        return choice(of: entry, ["true", "false"], synonyms: synonyms) == "true"
    }

    typealias ValueList = (values: [Located<String>], isWhole: Bool)

    /// The values that can be used, and whether these are all.
    mutating func values(_ entry: Entry) -> ValueList {
        guard let nodes = list(entry.value, .field(entry.key.text), key: entry.key.range) else {
            return ([], false)
        }
        var values: [Located<String>] = []
        values.reserveCapacity(nodes.count)
        for node in nodes {
            guard let value = value(node, of: entry.key) else { continue }
            values.append(value)
        }
        return (values, values.count == nodes.count)
    }

    private mutating func value(_ node: Node, of key: Key) -> Located<String>? {
        guard let value = text(node, .item(of: key.text)) else { return nil }
        let traits = TextTraits(of: value.value)
        let flaws = TextFinding.flaws(ofValue: value.value, traits)
        for finding in flaws { report(finding, at: value.range) }
        for finding in DeceptionFinding.findings(in: value.value, .value, traits) {
            report(finding, at: value.range)
        }
        return flaws.isEmpty ? value : nil
    }

    mutating func label(_ key: Key, of kind: LabelFinding.Kind) -> Located<String> {
        for finding in LabelFinding.flaws(of: key.text, kind) { report(finding, at: key.range) }
        reportLayout(of: key.text, .label, at: key.range)
        return Located(key.text, at: key.range)
    }
}
