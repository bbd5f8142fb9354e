/// Gathers a mapping's entries and carries its merges out at the end, when all of its own keys are known:
/// they win over merged ones wherever they stand, and earlier merged mappings over later ones.
struct MappingBuilder: ~Copyable {
    private var entries: [Entry] = []
    private var index = KeyIndex()
    private var merge: (place: SourceRange, sources: [[Entry]])?

    /// Adds an entry; or, if its key is there already, only gives the place of that one.
    mutating func add(_ entry: consuming Entry) -> SourceRange? {
        if let position = index.take(entry.key.text, after: entries) {
            return entries[position].key.range
        }
        if entries.isEmpty { entries.reserveCapacity(2) }
        entries.append(entry)
        return nil
    }

    /// Adds what `<<` names; or, if there was a merge before, only gives the place of that one.
    mutating func addMerge(of sources: [[Entry]], at place: SourceRange) -> SourceRange? {
        if let merge { return merge.place }
        merge = (place, sources)
        return nil
    }

    /// The entries in the order written, then those merged in. Their number stays below that of the nodes
    /// that `ExpandedSize` has counted, which bounds the work of merging too.
    consuming func finish() -> [Entry] {
        guard let sources = merge?.sources else { return entries }
        if entries.isEmpty, sources.count == 1 { return sources[0] }
        for entry in sources.joined() where index.take(entry.key.text, after: entries) == nil {
            entries.append(entry)
        }
        return entries
    }
}
