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
