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
