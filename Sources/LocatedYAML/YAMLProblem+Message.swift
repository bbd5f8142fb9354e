extension YAMLProblem {
    /// What is wrong and what to do about it, without the place.
    package var message: String { kind.message }

    /// What stands at `related`.
    package var relatedNote: String? { related == nil ? nil : kind.relatedNote }
}

extension YAMLProblem.Kind {
    fileprivate var message: String {
        switch self {
        case .notUTF8(let byte):
            "the text is not UTF-8 (byte \"0x\(byte.hexadecimal(2))\"); save it as UTF-8"
        case .controlCharacter(let code):
            "control character \"U+\(code.hexadecimal(4))\"; remove it, or write its escape in double quotes"
        case .hiddenMark(ByteOrderMark.code):
            "a byte order mark (U+FEFF) inside the text, which nobody sees; remove it"
        case .hiddenMark(let code):
            "\(Self.name(ofBreak: code)) (U+\(code.hexadecimal(4))), which ends a line for YAML but not for an editor; remove it"
        case .mistake(let mistake): mistake.message
        case .syntax(let problem, let context): context.map { "\(problem) \($0)" } ?? problem
        case .tooLarge(let bytes, let limit):
            "the text has \(bytes) bytes, more than the limit of \(limit); split it into several files"
        case .tooDeep(let limit, let throughAlias):
            "more than \(limit) levels of nesting\(throughAlias.expanded); make it flatter"
        case .tooManyNodes(let limit, let throughAlias):
            "more than \(limit) nodes\(throughAlias.expanded); "
                + (throughAlias ? "use fewer aliases" : "split the text into several files")
        case .outOfMemory: "not enough memory to parse the text; make it smaller"
        case .duplicateKey("<<"): "duplicate key \"<<\"; merge several mappings with one list: <<: [*a, *b]"
        case .duplicateKey(let key): "duplicate key \"\(key)\"; remove or rename one of them"
        case .undefinedAlias(let name):
            "no anchor \"&\(name)\" before this alias; define it, or quote the text"
        case .recursiveAlias(let name): "the alias \"*\(name)\" stands inside its own anchor; remove it"
        case .keyNotScalar: "a mapping or a sequence cannot be a key; write the key as text"
        case .template:
            "{{ }} is filled in by nobody here, and is no text for YAML; fill it in, or put all of it into quotes"
        case .invalidMerge:
            "\"<<\" merges a mapping or a list of mappings, not this; quote it to use it as a key"
        case .unsupportedTag(let tag): "the tag \"\(tag)\" is not supported\(tag.advice)"
        case .misplacedTag(let tag): "the tag \"\(tag)\" does not fit this value; remove it"
        }
    }

    private static func name(ofBreak code: UInt32) -> String {
        switch code {
        case 0x85: "a next line character"
        case 0x2028: "a line separator"
        default: "a paragraph separator"
        }
    }

    fileprivate var relatedNote: String? {
        switch self {
        case .syntax(_, let context): context
        case .mistake(let mistake): mistake.relatedNote
        case .duplicateKey: "first written here"
        case .recursiveAlias: "the anchor stands here"
        default: nil
        }
    }
}

extension Bool {
    fileprivate var expanded: String { self ? " once this alias is expanded" : "" }
}

extension String {
    /// A tag such as `!!int` asks for a type, which no scalar ever takes.
    fileprivate var advice: String {
        hasPrefix("!!") ? "; remove it: a value is text exactly as written" : "; remove it"
    }
}

extension FixedWidthInteger {
    fileprivate func hexadecimal(_ digits: Int) -> String {
        var text = String(self, radix: 16, uppercase: true)
        while text.utf8.count < digits { text.insert("0", at: text.startIndex) }
        return text
    }
}
