import CLibYAML

/// libyaml's parser as a source of events. No other file knows libyaml.
struct EventReader: EventSource, ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: SourceFile
    private let file: Int32
    /// The end of a text whose last line is not ended; libyaml ends it all the same, and then says that
    /// the end of the text is a line that is not there.
    private let end: SourcePosition?

    /// Lends `body` a reader of a text, which has to be UTF-8; its bytes are not copied.
    static func read<Result>(
        _ source: SourceFile,
        file: Int32,
        body: (consuming EventReader) -> Result
    ) throws(YAMLProblem) -> Result {
        try source.bytes.withUnsafeBufferPointer { bytes throws(YAMLProblem) in
            body(try EventReader(bytes, of: source, file: file))
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, of source: SourceFile, file: Int32) throws(YAMLProblem)
    {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YAMLProblem(.outOfMemory, at: .start(of: file))
        }
        let text = UnsafeBufferPointer(rebasing: bytes[ByteOrderMark.length(in: source.bytes)...])
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
        self.parser = parser
        self.source = source
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
        return Event(kind: Event.Kind(event), properties: Event.Properties(event), range: range)
    }

    /// libyaml counts from 0.
    @inline(__always)
    private func place(of mark: yaml_mark_t) -> SourcePosition {
        let line = Int32(clamping: mark.line + 1)
        if let end, line > end.line { return end }
        return SourcePosition(line: line, column: Int32(clamping: mark.column + 1))
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
        let offset = ByteOrderMark.length(in: source.bytes) + parser.pointee.problem_offset
        let place = SourceLines(of: source).position(ofByte: offset)
        let code = UInt32(bitPattern: parser.pointee.problem_value)
        return YAMLProblem(.controlCharacter(code: code), at: .point(place, file: file))
    }

    private func syntaxProblem() -> YAMLProblem {
        let text = parser.pointee.problem.map { String(cString: $0) } ?? "the text is not YAML"
        let range = SourceRange.point(place(of: parser.pointee.problem_mark), file: file)
        guard let context = parser.pointee.context else {
            return YAMLProblem(.syntax(problem: text, context: nil), at: range)
        }
        let related = SourceRange.point(place(of: parser.pointee.context_mark), file: file)
        let kind = YAMLProblem.Kind.syntax(problem: text, context: String(cString: context))
        return YAMLProblem(kind, at: range, related: related == range ? nil : related)
    }
}

extension Event.Kind {
    fileprivate init(_ event: borrowing yaml_event_t) {
        switch event.type {
        case YAML_SCALAR_EVENT: self = .scalar(Scalar(event))
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
    fileprivate init(_ event: borrowing yaml_event_t) {
        let scalar = event.data.scalar
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        self.init(
            text: String(decoding: bytes, as: UTF8.self),
            isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE
        )
    }
}
