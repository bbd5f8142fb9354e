/// Turns events into nodes: it resolves aliases, merges and tags, and notes what is wrong with them.
/// It recurses once per level, which `YAMLLimits.depth` bounds.
struct Composer<Events: EventSource & ~Copyable>: ~Copyable {
    var events: Events
    var problems: [YAMLProblem] = []
    var anchors = AnchorTable()
    var size: ExpandedSize
    /// Where the last scalar, alias, `]` or `}` ended. A block collection ends there too, not where
    /// libyaml notices it: that is the next token, which may stand lines and comments later.
    var lastEnd = SourcePosition(line: 1, column: 1)

    init(_ events: consuming Events, limits: YAMLLimits) {
        self.events = events
        size = ExpandedSize(limits: limits)
    }

    consuming func stream() -> YAMLStream {
        var documents: [Node] = []
        do throws(YAMLProblem) {
            while let document = try document() { documents.append(document) }
        } catch {
            // Two braces are a key that is none, and then the text goes on: one mistake.
            problems.removeAll { $0.kind == .template && $0.range.start == error.range.start }
            problems.append(error)
        }
        return YAMLStream(documents: documents, problems: problems)
    }

    private mutating func document() throws(YAMLProblem) -> Node? {
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamEnd: return nil
            case .streamStart, .documentEnd: continue
            case .documentStart:
                anchors = AnchorTable()
                return try node(from: events.next())
            case .alias, .scalar, .sequenceStart, .sequenceEnd, .mappingStart, .mappingEnd:
                return try node(from: event)
            }
        }
    }

    /// The node that an event begins, read to its end.
    mutating func node(from event: Event) throws(YAMLProblem) -> Node {
        try resolvedNode(from: event) ?? .empty(at: event.range)
    }

    /// The node that an event begins, read to its end; nothing for an alias without an anchor, which is noted as a problem.
    mutating func resolvedNode(from event: Event) throws(YAMLProblem) -> Node? {
        guard let anchor = event.properties.anchor else { return try content(of: event) }
        return try anchored(as: anchor, event)
    }

    mutating func content(of event: Event) throws(YAMLProblem) -> Node? {
        switch event.kind {
        case .scalar(let scalar): return try self.scalar(scalar, from: event)
        case .sequenceStart: return try sequence(from: event)
        case .mappingStart: return try mapping(from: event)
        case .alias(let name): return try target(ofAlias: name, at: event.range)
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            throw YAMLProblem(.syntax(problem: "a value is missing", context: nil), at: event.range)
        }
    }
}

extension Node {
    /// What stands for a node that is not there.
    static func empty(at range: SourceRange) -> Node {
        Node(content: .scalar(Scalar(text: "", style: .plain)), range: range)
    }
}

extension Composer where Events: ~Copyable {
    mutating func scalar(_ scalar: Scalar, from event: Event) throws(YAMLProblem) -> Node {
        try size.addNode(at: event.range)
        lastEnd = event.range.end
        guard let tag = event.properties.tag else {
            return Node(content: .scalar(scalar), range: event.range)
        }
        if tag == CoreTag.merge.rawValue, scalar.isMerge {
            return Node(content: .scalar(scalar), range: event.range)
        }
        note(tag, unless: .string, at: event.range)
        let style = scalar.isPlain && tag == CoreTag.string.rawValue ? .quoted : scalar.style
        return Node(content: .scalar(Scalar(text: scalar.text, style: style)), range: event.range)
    }

    /// Notes a tag that is neither absent nor the one that this kind of node has anyway.
    mutating func note(_ tag: String?, unless core: CoreTag, at range: SourceRange) {
        guard let tag, tag != core.rawValue else { return }
        let name = CoreTag.shorthand(for: tag)
        let isKnown = CoreTag(rawValue: tag) != nil
        problems.append(YAMLProblem(isKnown ? .misplacedTag(name) : .unsupportedTag(name), at: range))
    }
}

extension Composer where Events: ~Copyable {
    mutating func sequence(from start: Event) throws(YAMLProblem) -> Node {
        note(start.properties.tag, unless: .sequence, at: start.range)
        try size.enter(at: start.range)
        var items: [Node] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind {
                return Node(content: .sequence(items), range: leave(from: start.range, at: event))
            }
            if items.isEmpty { items.reserveCapacity(2) }
            items.append(try node(from: event))
        }
    }

    mutating func mapping(from start: Event) throws(YAMLProblem) -> Node {
        note(start.properties.tag, unless: .mapping, at: start.range)
        try size.enter(at: start.range)
        var builder = MappingBuilder()
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind {
                return Node(content: .mapping(builder.finish()), range: leave(from: start.range, at: event))
            }
            try addEntry(from: event, of: start.range, to: &builder)
        }
    }

    /// The range of the collection that ends. Where a bracket ends it, the event has an extent.
    private mutating func leave(from start: SourceRange, at event: Event) -> SourceRange {
        size.leave()
        if event.range.start != event.range.end { lastEnd = event.range.end }
        return SourceRange(file: start.file, start: start.start, end: lastEnd)
    }
}

extension Composer where Events: ~Copyable {
    /// Reads a node that has an anchor, and keeps it with its size for the aliases to come.
    mutating func anchored(as name: String, _ event: Event) throws(YAMLProblem) -> Node? {
        anchors.open(name, at: event.range)
        let mark = size.begin()
        guard let node = try content(of: event) else { return nil }
        anchors.close(name, openedAt: event.range, with: node, size.extent(since: mark))
        return node
    }

    /// The anchored node itself, sharing its storage; or nothing where there is none.
    mutating func target(ofAlias name: String, at range: SourceRange) throws(YAMLProblem) -> Node? {
        lastEnd = range.end
        switch anchors[name] {
        case .closed(let node, let extent):
            try size.addAlias(of: extent, at: range)
            return node
        case .open(let anchor):
            try size.addNode(at: range)
            problems.append(YAMLProblem(.recursiveAlias(name), at: range, related: anchor))
        case nil:
            try size.addNode(at: range)
            problems.append(YAMLProblem(.undefinedAlias(name), at: range))
        }
        return nil
    }
}
