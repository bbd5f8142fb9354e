import Diagnostics
import LocatedYAML
import OmniModel

/// Turns one document's nodes into a draft and collects all that is wrong with them. Each part is decoded
/// for itself: what is wrong with one hides nothing of the next.
struct ManifestDecoder {
    private(set) var diagnostics: [Diagnostic] = []
    /// Places that the parser complained about: what stands there is not what was written.
    private let damaged: DamagedPlaces
    private let comments: GluedComments
    private var told: Set<Told> = []

    /// What is wrong with an anchored node is wrong with each alias of it, and told once.
    private struct Told: Hashable {
        let range: SourceRange
        let rule: Rule
        let message: String
    }

    init(damaged: [SourceRange], comments: GluedComments) {
        self.damaged = DamagedPlaces(damaged)
        self.comments = comments
    }

    mutating func report(_ finding: any Finding, at range: SourceRange, notes: [Diagnostic.Note] = []) {
        // A key is unknown to all that the anchor becomes part of, whatever their labels.
        let message = finding.rule == .unknownKey ? "" : finding.message
        guard told.insert(Told(range: range, rule: finding.rule, message: message)).inserted else { return }
        diagnostics.append(Diagnostic(finding, at: range, notes: notes))
    }

    /// For findings about the absence or the kind of something, which may follow from damage inside `node`.
    private mutating func report(_ finding: ShapeFinding, at range: SourceRange, about node: Node) {
        guard !damaged.areIn(node.range) else { return }
        report(finding, at: range)
    }
}

extension ManifestDecoder {
    /// The entries of a mapping. `key` stands in for a place where nothing is written.
    mutating func mapping(_ node: Node, _ part: ManifestPart, key: SourceRange? = nil) -> [Entry]? {
        if case .mapping(let entries) = node.content { return entries }
        reportKind(of: node, part, wanted: .mapping, key: key)
        return nil
    }

    mutating func list(_ node: Node, _ part: ManifestPart, key: SourceRange? = nil) -> [Node]? {
        if case .sequence(let nodes) = node.content { return nodes }
        reportKind(of: node, part, wanted: .list, key: key)
        return nil
    }

    mutating func text(
        _ node: Node,
        _ part: ManifestPart,
        wanted: ShapeFinding.Wanted = .text,
        key: SourceRange? = nil
    ) -> Located<String>? {
        guard case .scalar(let scalar) = node.content, !scalar.isNull else {
            reportKind(of: node, part, wanted: wanted, key: key)
            return nil
        }
        if scalar.style == .block {
            guard !scalar.text.hasSuffix("\n") else {
                report(ShapeFinding.keptLineBreak(part), at: node.range)
                return nil
            }
        } else if let subject = part.subject {
            reportLayout(of: scalar.text, subject, at: node.range)
            if scalar.isPlain, let word = comments.word(behind: node.range.end) {
                report(
                    DeceptionFinding(kind: .comment(word), subject: subject, text: scalar.text),
                    at: node.range
                )
            }
        }
        return Located(scalar.text, at: node.range)
    }

    /// Lines that were meant as something of their own are taken into a text when a dash, a comma or a quote is missing.
    mutating func reportLayout(of text: String, _ subject: DeceptionFinding.Subject, at range: SourceRange) {
        let (first, last) = (range.start.line, range.end.line)
        guard first < last else { return }
        let finding = DeceptionFinding(kind: .severalLines(first, last), subject: subject, text: text)
        let end = SourceRange(file: range.file, start: range.end, end: range.end)
        report(finding, at: range, notes: [Diagnostic.Note("it goes on to here", at: end)])
    }

    /// The text of a field; its name is the key.
    mutating func text(of entry: Entry, wanted: ShapeFinding.Wanted = .text) -> Located<String>? {
        text(entry.value, .field(entry.key.text), wanted: wanted, key: entry.key.range)
    }

    /// Hands each known field to `read`, and reports unknown and missing ones. Gives whether it was a mapping.
    mutating func fields<Field: ManifestField>(
        _: Field.Type,
        of node: Node,
        _ part: ManifestPart,
        key: SourceRange? = nil,
        read: (inout Self, Field, Entry) -> Void
    ) -> Bool {
        guard let entries = mapping(node, part, key: key) else { return false }
        for entry in entries {
            if let field = Field(rawValue: entry.key.text) {
                read(&self, field, entry)
            } else if !Field.leavesToAuthor(entry.key.text) {
                let finding = ShapeFinding.unknownKey(entry.key.text, in: part, known: Field.names)
                report(finding, at: entry.key.range)
            }
        }
        for field in Field.required where !Self.names(field, in: entries) {
            let place = key ?? entries.first?.key.range ?? node.range
            report(.missingKey(field.rawValue, in: part), at: place, about: node)
        }
        return true
    }

    /// Whether a mapping has the field, be it misspelled: that is an error already.
    static func names<Field: ManifestField>(_ field: Field, in entries: [Entry]) -> Bool {
        entries.contains { $0.key.text == field.rawValue }
            || entries.contains { Suggestion.closest(to: $0.key.text, among: Field.names) == field.rawValue }
    }

    private mutating func reportKind(
        of node: Node,
        _ part: ManifestPart,
        wanted: ShapeFinding.Wanted,
        key: SourceRange?
    ) {
        guard !damaged.areIn(node.range) else { return }
        let finding = ShapeFinding.wrongKind(
            of: part,
            wanted: wanted,
            found: .init(node),
            written: node.words
        )
        if let key, node.isAlias(behind: key) {
            let note = Diagnostic.Note("what the alias stands for is written here", at: node.range)
            return report(finding, at: key, notes: [note])
        }
        report(finding, at: node.range.isEmpty ? key ?? node.range : node.range)
    }
}

extension Node {
    /// Whether an alias brought it to this key: it has the place of its anchor, which comes before all aliases.
    func isAlias(behind key: SourceRange) -> Bool { range.start < key.start }
}

extension ManifestDecoder {
    /// A document in which nothing is written says nothing.
    static func isBlank(_ document: Node) -> Bool {
        guard case .scalar(let scalar) = document.content else { return false }
        return scalar.isPlain && scalar.text.isEmpty
    }

    mutating func document(_ node: Node) -> ManifestDraft {
        var draft = ManifestDraft()
        guard isReadable(node) else {
            draft.hasAllBases = false
            return draft
        }
        let isMapping = fields(RootField.self, of: node, .root) { decoder, field, entry in
            switch field {
            case .requires: return
            case .version: decoder.version(entry)
            case .instance: draft.instance = decoder.instance(entry)
            case .baseConnections: decoder.bases(entry, &draft)
            case .expectations: draft.expectations = decoder.expectations(entry)
            }
        }
        if !isMapping || Self.hidesBases(node, draft) { draft.hasAllBases = false }
        return draft
    }

    /// Whether the document asks for this omnienv. What is meant for another one is not judged: it may hold keys that are
    /// not known here.
    private mutating func isReadable(_ node: Node) -> Bool {
        guard case .mapping(let entries) = node.content,
            let entry = entries.first(where: { $0.key.text == RootField.requires.rawValue }),
            let text = text(of: entry)
        else { return true }
        guard let requirement = VersionRequirement(text.value) else {
            report(ShapeFinding.malformedRequirement(text.value), at: text.range)
            return true
        }
        guard let current = OmnienvVersion(OmnienvVersion.current), !requirement.allows(current) else {
            return true
        }
        report(ShapeFinding.unmetRequirement(text.value), at: text.range)
        return false
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
        let labelled = withoutMisplaced(entries, BaseField.self)
        if labelled.count < entries.count { draft.hasAllBases = false }
        draft.bases.reserveCapacity(labelled.count)
        for entry in labelled { draft.bases.append(base(entry)) }
    }
}

/// The keys that one kind of mapping may have.
protocol ManifestField: RawRepresentable<String>, CaseIterable, Sendable {
    static var required: [Self] { get }
    /// What such a mapping is, where it stands below a label.
    static var owner: String { get }
    /// Whether a key that is none of these is the author's own affair.
    static func leavesToAuthor(_ key: String) -> Bool
}

extension ManifestField {
    static var names: [String] { allCases.map(\.rawValue) }

    static func leavesToAuthor(_ key: String) -> Bool { false }

    static var owner: String { "the manifest" }
}

enum RootField: String, ManifestField {
    case version, instance, requires, baseConnections, expectations

    static var required: [Self] { [.version] }

    /// For anchors.
    static func leavesToAuthor(_ key: String) -> Bool { key.hasPrefix("x-") }
}

enum BaseField: String, ManifestField {
    case connection, userAttribute, usersWithoutValue, branchOverride, isolation, allowFallback, environments

    static var required: [Self] { [.connection, .environments] }
    static var owner: String { "a base connection" }
}

enum UserAttributeField: String, ManifestField {
    case name, defaultValues

    static var required: [Self] { [.name] }
}

enum EnvironmentField: String, ManifestField {
    case connection, userAttributeValues, protect

    static var required: [Self] { [.connection, .userAttributeValues] }
    static var owner: String { "an environment" }
}

enum TargetField: String, ManifestField {
    case connection

    static var required: [Self] { [.connection] }
}
