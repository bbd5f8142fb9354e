import Diagnostics
package import OmniModel

extension ExportedManifest {
    /// Why there is no manifest of what was asked for.
    package enum Problem: Error, Sendable, Hashable {
        case unknownBase(String, known: [String])
        case ambiguousBase(String, [ConnectionID])
        case nothing
    }

    /// Makes one manifest of the bases that are wanted, sorted by their labels. What a manifest cannot say is remarked in it.
    /// Pure.
    ///
    /// - Parameters:
    ///   - connections: all, the deleted ones among them.
    ///   - wanted: labels, ids or names of the bases to export; empty for each connection that has environments or
    ///     a user attribute.
    package init(
        instance: String,
        connections: [Connection],
        environments: [ConnectionEnvironment],
        wanted: [String]
    ) throws(Problem) {
        let names = Dictionary(connections.map { ($0.id, $0) }) { first, _ in first }
        let attached = Dictionary(grouping: environments, by: \.base)
        let present = connections.filter { !$0.isDeleted }
        let bases = present.filter { attached[$0.id] != nil || $0.environmentUserAttribute.isSet }
        let chosen = try Self.choose(wanted, of: bases, among: present)
        guard !chosen.isEmpty else { throw .nothing }
        let labels = Labels(chosen.map { ($0.id, $0.name) })
        self.instance = instance
        self.bases = chosen.map { base in
            Base(base, label: labels[base.id], attached[base.id] ?? [], names: names)
        }
        .sorted { ExactText($0.label) < ExactText($1.label) }
        unknownBases =
            wanted.isEmpty ? attached.keys.filter { names[$0]?.isDeleted ?? true }.sorted() : []
    }
}

extension Connection.Attribute {
    fileprivate var isSet: Bool {
        if case .set = self { true } else { false }
    }
}

extension ExportedManifest {
    /// The connections that texts mean as bases.
    ///
    /// - Parameters:
    ///   - wanted: empty for all of `bases`.
    ///   - present: all connections that are not deleted.
    private static func choose(_ wanted: [String], of bases: [Connection], among present: [Connection])
        throws(Problem) -> [Connection]
    {
        guard !wanted.isEmpty else { return bases }
        var chosen: [Connection] = []
        for text in wanted {
            let base = try base(text, of: bases, among: present)
            if !chosen.contains(where: { $0.id == base.id }) { chosen.append(base) }
        }
        return chosen
    }

    /// By the id, by the name, or by the label that an export of all bases gives it.
    private static func base(_ text: String, of bases: [Connection], among present: [Connection])
        throws(Problem) -> Connection
    {
        let id = ConnectionID(text)
        if let found = present.first(where: { $0.id == id }) { return found }
        let labels = Labels(bases.map { ($0.id, $0.name) })
        let labelled = bases.filter { labels[$0.id] == text }
        let named = present.filter { ExactText($0.name) == ExactText(text) }
        let found = named.count == 1 ? named : labelled
        if found.count == 1 { return found[0] }
        guard named.isEmpty else { throw .ambiguousBase(text, named.map(\.id).sorted()) }
        throw .unknownBase(text, known: bases.map { labels[$0.id] }.sorted())
    }
}

extension ExportedManifest.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownBase(let text, let known):
            """
            no base connection has the label, the id or the name \(text.quoted)\
            \(Suggestion.question(for: text, among: known).map { ": \($0)" } ?? ""); bases with environments: \
            \(known.isEmpty ? "none" : known.map(\.printable).joined(separator: ", "))
            """
        case .ambiguousBase(let text, let ids):
            """
            \(ids.count) connections are called \(text.quoted) \
            (\(ids.map(\.text).joined(separator: ", "))): give the id
            """
        case .nothing:
            "no connection has environments or a user attribute: name a base with --base to begin with it"
        }
    }
}
