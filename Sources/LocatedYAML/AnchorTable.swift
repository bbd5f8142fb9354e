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
