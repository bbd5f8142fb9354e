extension Composer where Events: ~Copyable {
    /// Reads a key and its value and adds them to a mapping, or notes why that cannot be.
    mutating func addEntry(
        from event: Event,
        of mapping: SourceRange,
        to builder: inout MappingBuilder
    ) throws(YAMLProblem) {
        let keyNode = try resolvedNode(from: event)
        let valueEvent = try events.next()
        let value = try resolvedNode(from: valueEvent)
        guard let keyNode else { return }
        let place = event.place(of: keyNode)
        guard case .scalar(let key) = keyNode.content else {
            let isTemplate = keyNode.beginsTemplate(in: mapping)
            return problems.append(
                YAMLProblem(isTemplate ? .template : .keyNotScalar, at: isTemplate ? mapping : place)
            )
        }
        let first: SourceRange?
        if key.isMerge {
            first = value.flatMap { addMerge(of: $0, at: valueEvent.place(of: $0), key: place, to: &builder) }
        } else {
            let value = value ?? .empty(at: valueEvent.range)
            first = builder.add(Entry(key: Key(text: key.text, range: place), value: value))
        }
        guard let first else { return }
        problems.append(YAMLProblem(.duplicateKey(key.text), at: place, related: first))
    }

    private mutating func addMerge(
        of value: Node,
        at place: SourceRange,
        key: SourceRange,
        to builder: inout MappingBuilder
    ) -> SourceRange? {
        if let sources = value.mergeSources { return builder.addMerge(of: sources, at: key) }
        problems.append(YAMLProblem(.invalidMerge, at: place))
        return nil
    }
}

extension Event {
    /// Where a node stands that came from this event: of an alias, its own place.
    fileprivate func place(of node: Node) -> SourceRange {
        if case .alias = kind { range } else { node.range }
    }
}

extension Scalar {
    /// Whether it asks, as a key, for the entries of other mappings.
    var isMerge: Bool { isPlain && text == "<<" }
}

extension Node {
    /// Whether it is a mapping whose brace stands directly behind that of the mapping that it is a key of.
    fileprivate func beginsTemplate(in mapping: SourceRange) -> Bool {
        guard case .mapping = content, mapping.start != mapping.end else { return false }
        return range.start == mapping.end
    }

    /// The mappings that this node, as the value of `<<`, merges in; nothing if it is no such value.
    fileprivate var mergeSources: [[Entry]]? {
        switch content {
        case .scalar: return nil
        case .mapping(let entries): return [entries]
        case .sequence(let items):
            var sources: [[Entry]] = []
            for item in items {
                guard case .mapping(let entries) = item.content else { return nil }
                sources.append(entries)
            }
            return sources
        }
    }
}

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

/// Finds a key, which is equal only byte for byte, among a mapping's entries: by looking at each while they are few, from then on by hashing,
/// so that small mappings allocate nothing and large ones stay linear.
struct KeyIndex {
    private static let scanned = 12
    private var positions: [ExactKey: Int] = [:]

    /// Takes a key for the entry that is about to follow the others; or, if one of these has it, gives the
    /// position of that one.
    mutating func take(_ key: String, after entries: [Entry]) -> Int? {
        if entries.count <= Self.scanned {
            return entries.firstIndex { ExactKey($0.key.text) == ExactKey(key) }
        }
        if positions.isEmpty { index(entries) }
        let position = Self.read(&positions[ExactKey(key), default: entries.count])
        return position == entries.count ? nil : position
    }

    private mutating func index(_ entries: [Entry]) {
        positions.reserveCapacity(entries.count * 2)
        for (position, entry) in entries.enumerated() {
            positions[ExactKey(entry.key.text)] = position
        }
    }

    /// Reading a place for writing keeps the default there: one hash finds and adds.
    private static func read(_ position: inout Int) -> Int { position }
}

/// Swift holds two Unicode forms of one text for equal; they are two keys.
private struct ExactKey: Hashable {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (first: Self, second: Self) -> Bool {
        first.text == second.text && first.text.utf8.elementsEqual(second.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
