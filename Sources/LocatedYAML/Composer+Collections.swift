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
