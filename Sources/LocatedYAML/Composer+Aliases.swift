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
