import Diagnostics
import LocatedYAML

extension ManifestDecoder {
    mutating func base(_ entry: Entry) -> BaseDraft {
        var draft = BaseDraft(label: label(entry.key, of: .base))
        let part = ManifestPart.base(entry.key.text)
        _ = fields(BaseField.self, of: entry.value, part, key: entry.key.range) { decoder, field, entry in
            switch field {
            case .connection: draft.connection = decoder.connection(entry)
            case .userAttribute: decoder.userAttribute(entry, &draft)
            case .isolation: draft.isolation = decoder.isolation(entry)
            case .allowFallback: draft.allowFallback = decoder.values(entry).values
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
        draft.userAttribute = UserAttributeSetting(name: place, defaultValues: defaultValues.values)
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
