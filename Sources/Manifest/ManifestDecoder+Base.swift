import Diagnostics
import LocatedYAML
import OmniModel

extension ManifestDecoder {
    mutating func base(_ entry: Entry) -> BaseDraft {
        var draft = BaseDraft(label: label(entry.key, isEnvironment: false))
        let part = ManifestPart.base(entry.key.text)
        _ = fields(BaseField.self, of: entry.value, part, key: entry.key.range) { decoder, field, entry in
            switch field {
            case .connection: draft.declared.connection = decoder.connection(entry)
            case .userAttribute: decoder.userAttribute(entry, &draft)
            case .isolation: draft.declared.isolation = decoder.isolation(entry)
            case .allowFallback: draft.declared.allowFallback = decoder.values(entry).values
            case .usersWithoutValue:
                let part = ManifestPart.field(entry.key.text)
                draft.declared.usersWithoutValue = decoder.target(entry.value, part, key: entry.key.range)
            case .branchOverride: draft.declared.branchOverride = decoder.flag(entry)
            case .environments: decoder.environments(entry, &draft)
            }
        }
        return draft
    }

    mutating func connection(_ entry: Entry) -> Located<ConnectionReference>? {
        guard let text = text(of: entry) else { return nil }
        do throws(ConnectionFinding) {
            let reference = try ConnectionReference(parsing: text.value)
            if reference.isName { reportDeception(in: text, .connection) }
            return Located(reference, at: text.range)
        } catch {
            report(error, at: text.range)
            return nil
        }
    }

    private mutating func reportDeception(in text: Located<String>, _ subject: DeceptionFinding.Subject) {
        for finding in DeceptionFinding.findings(in: text.value, subject, TextTraits(of: text.value)) {
            report(finding, at: text.range)
        }
    }

    private mutating func userAttribute(_ entry: Entry, _ draft: inout BaseDraft) {
        var name: Located<String>?
        var defaultValues: ValueList = ([], isWhole: true)
        let part = ManifestPart.field(entry.key.text)
        let isMapping = fields(UserAttributeField.self, of: entry.value, part, key: entry.key.range) {
            decoder,
            field,
            entry in
            switch field {
            case .name: name = decoder.attributeName(entry)
            case .defaultValues: defaultValues = decoder.values(entry)
            }
        }
        if !isMapping || !defaultValues.isWhole { draft.hasAllValues = false }
        // Without its name the attribute is an error already; its values still take part in the checks.
        let place = name ?? Located("", at: entry.key.range)
        draft.declared.userAttribute = UserAttributeSetting(name: place, defaultValues: defaultValues.values)
    }

    private mutating func attributeName(_ entry: Entry) -> Located<String>? {
        guard let name = text(of: entry) else { return nil }
        reportDeception(in: name, .attribute)
        guard let finding = AttributeNameFinding(name.value) else { return name }
        report(finding, at: name.range)
        return nil
    }

    private mutating func isolation(_ entry: Entry) -> Isolation {
        let allowed = Isolation.allCases.map(\.rawValue)
        return choice(of: entry, allowed).flatMap(Isolation.init(rawValue:)) ?? .report
    }

    /// A text that has to be one of a few; `synonyms` are what people write instead.
    mutating func choice(
        of entry: Entry,
        _ allowed: [String],
        synonyms: [String: String] = [:]
    ) -> String? {
        guard let text = text(of: entry, wanted: .choice(allowed)) else { return nil }
        if allowed.contains(text.value) { return text.value }
        let meant = synonyms[text.value.lowercased()] ?? Suggestion.closest(to: text.value, among: allowed)
        let finding = ShapeFinding.notOneOf(allowed, of: entry.key.text, found: text.value, meant: meant)
        report(finding, at: text.range)
        return nil
    }
}

extension ManifestDecoder {
    mutating func environments(_ entry: Entry, _ draft: inout BaseDraft) {
        guard let entries = mapping(entry.value, .field(entry.key.text), key: entry.key.range) else {
            return
        }
        let labelled = withoutMisplaced(entries, EnvironmentField.self)
        draft.hasAllEnvironments = labelled.count == entries.count
        draft.declared.environments.reserveCapacity(labelled.count)
        for entry in labelled {
            let environment = environment(entry)
            draft.declared.environments.append(environment.draft)
            if !environment.isWhole { draft.hasAllValues = false }
        }
    }

    /// The entries of a mapping whose keys are labels. Keys of what the labels name, which stand here when they are not
    /// indented enough, are left out with one error, and so is the label that has nothing because of that.
    mutating func withoutMisplaced<Field: ManifestField>(_ entries: [Entry], _: Field.Type) -> [Entry] {
        func isField(_ entry: Entry) -> Bool { Field(rawValue: entry.key.text) != nil }
        guard let first = entries.first(where: { isField($0) && !$0.value.isMapping }) else { return entries }
        let labels = entries.filter { !isField($0) }
        report(
            ShapeFinding.misplacedKey(first.key.text, of: Field.owner, besides: labels.first?.key.text),
            at: first.key.range
        )
        return labels.filter(\.value.isMapping)
    }

    private mutating func environment(_ entry: Entry) -> (draft: EnvironmentDraft, isWhole: Bool) {
        var draft = EnvironmentDraft(label: label(entry.key, isEnvironment: true), connection: nil)
        var isWhole = false
        let part = ManifestPart.environment(entry.key.text)
        _ = fields(EnvironmentField.self, of: entry.value, part, key: entry.key.range) {
            decoder,
            field,
            entry in
            switch field {
            case .connection: draft.connection = decoder.connection(entry)
            case .userAttributeValues: (draft.values, isWhole) = decoder.values(entry)
            case .protect: draft.isProtected = decoder.flag(entry)?.value ?? false
            }
        }
        return (draft, isWhole)
    }

    mutating func flag(_ entry: Entry) -> Located<Bool>? {
        let synonyms = [
            "yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false",
        ]
        return choice(of: entry, ["true", "false"], synonyms: synonyms)
            .map { Located($0 == "true", at: entry.value.range) }
    }

    typealias ValueList = (values: [Located<AttributeValue>], isWhole: Bool)

    /// The values that can be used, and whether these are all.
    mutating func values(_ entry: Entry) -> ValueList {
        guard let nodes = list(entry.value, .field(entry.key.text), key: entry.key.range) else {
            return ([], false)
        }
        var values: [Located<AttributeValue>] = []
        values.reserveCapacity(nodes.count)
        for node in nodes {
            guard let value = value(node, of: entry.key) else { continue }
            values.append(value)
        }
        return (values, values.count == nodes.count)
    }

    private mutating func value(_ node: Node, of key: Key) -> Located<AttributeValue>? {
        guard
            let value = text(
                node,
                .item(of: key.text),
                key: node.isAlias(behind: key.range) ? key.range : nil
            )
        else { return nil }
        let traits = TextTraits(of: value.value)
        let flaws = TextFinding.flaws(ofValue: value.value, traits)
        for finding in flaws { report(finding, at: value.range) }
        for finding in DeceptionFinding.findings(in: value.value, .value, traits) {
            report(finding, at: value.range)
        }
        return flaws.isEmpty ? Located(AttributeValue(value.value), at: value.range) : nil
    }

    mutating func label(_ key: Key, isEnvironment: Bool) -> Located<String> {
        for finding in LabelFinding.flaws(of: key.text, isEnvironment: isEnvironment) {
            report(finding, at: key.range)
        }
        reportLayout(of: key.text, .label, at: key.range)
        return Located(key.text, at: key.range)
    }
}

extension ManifestDecoder {
    /// `base`, the label of an environment, or a mapping that names a connection.
    mutating func target(_ node: Node, _ part: ManifestPart, key: SourceRange) -> Located<RouteTarget>? {
        guard case .mapping = node.content else {
            return text(node, part, key: key)?.map { $0 == ManifestRoute.base ? .base : .label($0) }
        }
        var connection: Located<ConnectionReference>?
        _ = fields(TargetField.self, of: node, part, key: key) { decoder, field, entry in
            switch field {
            case .connection: connection = decoder.connection(entry)
            }
        }
        return connection?.map(RouteTarget.connection)
    }

    mutating func expectations(_ entry: Entry) -> [Expectation] {
        let bases = mapping(entry.value, .field(entry.key.text), key: entry.key.range) ?? []
        return bases.flatMap { expectations(ofBase: $0) }
    }

    private mutating func expectations(ofBase base: Entry) -> [Expectation] {
        let part = ManifestPart.field(base.key.text)
        let lines = mapping(base.value, part, key: base.key.range) ?? []
        let label = Located(base.key.text, at: base.key.range)
        return lines.compactMap { line in
            let part = ManifestPart.expectation(line.key.text)
            guard let target = target(line.value, part, key: line.key.range) else { return nil }
            let value = Located(AttributeValue(line.key.text), at: line.key.range)
            return Expectation(base: label, value: value, target: target)
        }
    }
}
