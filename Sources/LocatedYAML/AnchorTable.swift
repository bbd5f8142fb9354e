/// The anchors of one document. A name may be given again; an alias means the last one before it.
struct AnchorTable {
    enum Target {
        /// The anchored node is still being read: an alias to it would contain itself.
        case open(at: SourceRange)
        case closed(Node, ExpandedSize.Extent)
    }

    private var targets: [String: Target] = [:]

    subscript(name: String) -> Target? { targets[name] }

    mutating func open(_ name: String, at range: SourceRange) {
        targets[name] = .open(at: range)
    }

    /// Gives the anchor its node, unless the name was given again inside that node.
    mutating func close(
        _ name: String,
        openedAt range: SourceRange,
        with node: Node,
        _ extent: ExpandedSize.Extent
    ) {
        guard case .open(range) = targets[name] else { return }
        targets[name] = .closed(node, extent)
    }
}

/// How large a text is with every alias written out, computed without writing any out, and the check that
/// it stays within the limits.
struct ExpandedSize {
    /// What an alias adds: the nodes of its target and the levels these nest.
    struct Extent {
        let nodes: Int
        let levels: Int
    }

    /// Where a node begins, to be handed back when it ends.
    struct Mark {
        fileprivate let nodes: Int
        fileprivate let depth: Int
        fileprivate let deepest: Int
    }

    private let limits: YAMLLimits
    private var nodes = 0
    private var depth = 0
    private var deepest = 0

    init(limits: YAMLLimits) {
        self.limits = limits
    }

    mutating func addNode(at range: SourceRange) throws(YAMLProblem) {
        try add(1, at: range, throughAlias: false)
    }

    mutating func addAlias(of extent: Extent, at range: SourceRange) throws(YAMLProblem) {
        try add(extent.nodes, at: range, throughAlias: true)
        try reach(depth + extent.levels, at: range, throughAlias: true)
    }

    /// A mapping or a sequence begins; it is a node itself.
    mutating func enter(at range: SourceRange) throws(YAMLProblem) {
        try addNode(at: range)
        depth += 1
        try reach(depth, at: range, throughAlias: false)
    }

    mutating func leave() {
        depth -= 1
    }

    /// Begins to measure a node. Measurements nest as the nodes do.
    mutating func begin() -> Mark {
        defer { deepest = depth }
        return Mark(nodes: nodes, depth: depth, deepest: deepest)
    }

    mutating func extent(since mark: Mark) -> Extent {
        defer { deepest = max(deepest, mark.deepest) }
        return Extent(nodes: nodes - mark.nodes, levels: deepest - mark.depth)
    }

    private mutating func add(_ count: Int, at range: SourceRange, throughAlias: Bool) throws(YAMLProblem) {
        nodes += count
        guard nodes > limits.nodes else { return }
        throw YAMLProblem(.tooManyNodes(limit: limits.nodes, throughAlias: throughAlias), at: range)
    }

    private mutating func reach(_ depth: Int, at range: SourceRange, throughAlias: Bool) throws(YAMLProblem) {
        deepest = max(deepest, depth)
        guard depth > limits.depth else { return }
        throw YAMLProblem(.tooDeep(limit: limits.depth, throughAlias: throughAlias), at: range)
    }
}
