import CLibYAML

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

/// libyaml's parser as a source of events. Only `TokenTrail`, which reads the same text once more, knows libyaml too.
struct EventReader: EventSource, ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: SourceFile
    /// What libyaml reads.
    private let text: UnsafeBufferPointer<UInt8>
    private let hidesPairs: Bool
    private let file: Int32
    /// The end of a text whose last line is not ended; libyaml ends it all the same, and then says that
    /// the end of the text is a line that is not there.
    private let end: SourcePosition?

    /// Lends `body` a reader of a text, which has to be UTF-8; its bytes are not copied.
    /// `hidesPairs` tells that it is a text that `SurrogatePairs` has made.
    static func read<Result>(
        _ source: SourceFile,
        file: Int32,
        hidesPairs: Bool,
        body: (consuming EventReader) -> Result
    ) throws(YAMLProblem) -> Result {
        try source.bytes.withUnsafeBufferPointer { bytes throws(YAMLProblem) in
            body(try EventReader(bytes, of: source, file: file, hidesPairs: hidesPairs))
        }
    }

    private init(
        _ bytes: UnsafeBufferPointer<UInt8>,
        of source: SourceFile,
        file: Int32,
        hidesPairs: Bool
    ) throws(YAMLProblem) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YAMLProblem(.outOfMemory, at: .start(of: file))
        }
        text = UnsafeBufferPointer(rebasing: bytes[source.bytes.lengthOfByteOrderMark()...])
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
        self.parser = parser
        self.source = source
        self.hidesPairs = hidesPairs
        self.file = file
        end = source.bytes.last == UInt8(ascii: "\n") ? nil : SourceLines(of: source).end
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    mutating func next() throws(YAMLProblem) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        let range = SourceRange(
            file: file,
            start: place(of: event.start_mark),
            end: place(of: event.end_mark)
        )
        return Event(
            kind: Event.Kind(event, hidesPairs: hidesPairs),
            properties: Event.Properties(event),
            range: range
        )
    }

    @inline(__always)
    private func place(of mark: yaml_mark_t) -> SourcePosition {
        let place = SourcePosition(mark)
        if let end, place.line > end.line { return end }
        return place
    }

    /// Why libyaml gave no event.
    private func problem() -> YAMLProblem {
        switch parser.pointee.error {
        case YAML_MEMORY_ERROR: YAMLProblem(.outOfMemory, at: .start(of: file))
        case YAML_READER_ERROR: characterProblem()
        default: syntaxProblem()
        }
    }

    /// As the text is UTF-8, a control character is all that libyaml's reader can object to.
    private func characterProblem() -> YAMLProblem {
        let offset = source.bytes.lengthOfByteOrderMark() + parser.pointee.problem_offset
        let place = SourceLines(of: source).position(ofByte: offset)
        let code = UInt32(bitPattern: parser.pointee.problem_value)
        return YAMLProblem(.controlCharacter(code: code), at: .point(place, file: file))
    }

    private func syntaxProblem() -> YAMLProblem {
        let place = place(of: parser.pointee.problem_mark)
        return SyntaxReading(
            words: parser.pointee.problem.map { String(cString: $0) } ?? "the text is not YAML",
            context: parser.pointee.context.map { String(cString: $0) },
            origin: parser.pointee.context == nil ? nil : self.place(of: parser.pointee.context_mark),
            place: place,
            lines: SourceLines(of: source),
            trail: TokenTrail(of: text, before: place)
        ).problem(file: file)
    }
}

extension Event.Kind {
    fileprivate init(_ event: borrowing yaml_event_t, hidesPairs: Bool) {
        switch event.type {
        case YAML_SCALAR_EVENT: self = .scalar(Scalar(event, hidesPairs: hidesPairs))
        case YAML_MAPPING_START_EVENT: self = .mappingStart
        case YAML_MAPPING_END_EVENT: self = .mappingEnd
        case YAML_SEQUENCE_START_EVENT: self = .sequenceStart
        case YAML_SEQUENCE_END_EVENT: self = .sequenceEnd
        case YAML_ALIAS_EVENT: self = .alias(String(cString: event.data.alias.anchor))
        case YAML_DOCUMENT_START_EVENT: self = .documentStart
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_STREAM_START_EVENT: self = .streamStart
        default: self = .streamEnd
        }
    }
}

extension Event.Properties {
    fileprivate init(_ event: borrowing yaml_event_t) {
        switch event.type {
        case YAML_SCALAR_EVENT: self.init(event.data.scalar.anchor, event.data.scalar.tag)
        case YAML_MAPPING_START_EVENT:
            self.init(event.data.mapping_start.anchor, event.data.mapping_start.tag)
        case YAML_SEQUENCE_START_EVENT:
            self.init(event.data.sequence_start.anchor, event.data.sequence_start.tag)
        default: self = .none
        }
    }

    private init(_ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?) {
        guard anchor != nil || tag != nil else {
            self = .none
            return
        }
        self = .some(anchor: anchor.map { String(cString: $0) }, tag: tag.map { String(cString: $0) })
    }
}

extension Scalar {
    fileprivate init(_ event: borrowing yaml_event_t, hidesPairs: Bool) {
        let scalar = event.data.scalar
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        let text = String(decoding: bytes, as: UTF8.self)
        let isEscaped = scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE
        self.init(
            text: hidesPairs ? SurrogatePairs.restored(text, isEscaped: isEscaped) : text,
            style: Style(scalar.style)
        )
    }
}

extension Scalar.Style {
    init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_PLAIN_SCALAR_STYLE: self = .plain
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .quoted
        default: self = .block
        }
    }
}
