/// One step of YAML's grammar, in the text's order: what libyaml says, as a Swift value.
struct Event: Sendable {
    enum Kind: Sendable {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(Scalar)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    /// What may stand before a node: `&anchor` and `!tag`, the tag as its handle spells it out. Few nodes
    /// have either, so that it costs the others one word.
    enum Properties: Sendable {
        case none
        indirect case some(anchor: String?, tag: String?)

        var anchor: String? {
            if case .some(let anchor, _) = self { anchor } else { nil }
        }

        var tag: String? {
            if case .some(_, let tag) = self { tag } else { nil }
        }
    }

    let kind: Kind
    let properties: Properties
    let range: SourceRange
}

/// Where the composer takes its events from. A stream's last event is `streamEnd`.
protocol EventSource: ~Copyable {
    mutating func next() throws(YAMLProblem) -> Event
}
