import CLibYAML

/// What stands before the place where libyaml gave up: its tokens, read once more. Nothing is kept of a text that can be
/// read, so that this costs only those that cannot.
struct TokenTrail {
    enum Kind: Equatable {
        case scalar(Scalar.Style)
        /// One that closes.
        case bracket
        /// An anchor, an alias or a tag.
        case property
        case other
    }

    struct Token {
        let kind: Kind
        let start: SourcePosition
        let end: SourcePosition

        var spansLines: Bool { start.line < end.line }
    }

    /// The last one before the place, but for the marks of structure that libyaml puts in between.
    private(set) var last: Token?
    /// Where the brackets stand that are open there, the outermost first.
    private(set) var openBrackets: [SourcePosition] = []

    /// `bytes` are the text without the mark it may begin with, `place` is where it cannot be read any further.
    init(of bytes: UnsafeBufferPointer<UInt8>, before place: SourcePosition) {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { return }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
        var token = yaml_token_t()
        while yaml_parser_scan(&parser, &token) == 1, token.type != YAML_STREAM_END_TOKEN {
            let isBefore = add(token, before: place)
            yaml_token_delete(&token)
            guard isBefore else { return }
        }
        // A scalar that may yet be a key waits for what follows it, which is what cannot be read.
        guard let head = parser.tokens.head, let tail = parser.tokens.tail else { return }
        for waiting in UnsafeBufferPointer(start: head, count: tail - head) {
            guard add(waiting, before: place) else { return }
        }
    }

    private mutating func add(_ token: yaml_token_t, before place: SourcePosition) -> Bool {
        let (start, end) = (SourcePosition(token.start_mark), SourcePosition(token.end_mark))
        guard start < place else { return false }
        guard let kind = kind(of: token) else { return true }
        last = Token(kind: kind, start: start, end: end)
        return true
    }

    private mutating func kind(of token: yaml_token_t) -> Kind? {
        switch token.type {
        case YAML_SCALAR_TOKEN: return .scalar(Scalar.Style(token.data.scalar.style))
        case YAML_FLOW_SEQUENCE_START_TOKEN, YAML_FLOW_MAPPING_START_TOKEN:
            openBrackets.append(SourcePosition(token.start_mark))
            return .other
        case YAML_FLOW_SEQUENCE_END_TOKEN, YAML_FLOW_MAPPING_END_TOKEN:
            _ = openBrackets.popLast()
            return .bracket
        case YAML_ANCHOR_TOKEN, YAML_ALIAS_TOKEN, YAML_TAG_TOKEN: return .property
        case YAML_KEY_TOKEN, YAML_BLOCK_SEQUENCE_START_TOKEN, YAML_BLOCK_MAPPING_START_TOKEN,
            YAML_BLOCK_END_TOKEN,
            YAML_STREAM_START_TOKEN:
            return nil
        default: return .other
        }
    }
}

extension SourcePosition {
    /// libyaml counts from 0.
    init(_ mark: yaml_mark_t) {
        self.init(line: Int32(clamping: mark.line + 1), column: Int32(clamping: mark.column + 1))
    }
}
