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

    /// The same, but nothing for an alias that leads nowhere; that is noted as a problem.
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
