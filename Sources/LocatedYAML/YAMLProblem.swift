/// One thing that is wrong with a text, and where.
package struct YAMLProblem: Error, Sendable, Hashable {
    package let kind: Kind
    package let range: SourceRange
    /// A second place that explains the first; `relatedNote` says what it is.
    package let related: SourceRange?
    /// Where the text could not be read any further, when that is neither of the two.
    package let stop: SourceRange?

    package init(_ kind: Kind, at range: SourceRange, related: SourceRange? = nil, stop: SourceRange? = nil) {
        self.kind = kind
        self.range = range
        self.related = related
        self.stop = stop
    }

    /// What is wrong, as facts. `YAMLProblem.message` has the words.
    package enum Kind: Sendable, Hashable {
        // These end the parse.
        case notUTF8(byte: UInt8)
        case controlCharacter(code: UInt32)
        /// A line break that an editor does not show as one, or a byte order mark inside the text.
        case hiddenMark(code: UInt32)
        case mistake(SyntaxMistake)
        /// In libyaml's words.
        case syntax(problem: String, context: String?)
        case tooLarge(bytes: Int, limit: Int)
        case tooDeep(limit: Int, throughAlias: Bool)
        case tooManyNodes(limit: Int, throughAlias: Bool)
        case outOfMemory
        // These leave the document whole but for the place that they name.
        /// `related` is the first place of the key.
        case duplicateKey(String)
        case undefinedAlias(String)
        /// `related` is the node that the alias stands in.
        case recursiveAlias(String)
        case keyNotScalar
        /// Two braces, which YAML takes for a mapping that is a key.
        case template
        case invalidMerge
        case unsupportedTag(String)
        /// A core tag on another kind of node than it names.
        case misplacedTag(String)
    }
}

extension YAMLProblem {
    /// What is wrong and what to do about it, without the place.
    package var message: String { kind.message }

    /// What stands at `related`; nil where there is no second place.
    package var relatedNote: String? { related == nil ? nil : kind.relatedNote }
}

extension YAMLProblem.Kind {
    fileprivate var message: String {
        switch self {
        case .notUTF8(let byte):
            "the text is not UTF-8 (byte \"0x\(byte.hexadecimal(2))\"); save it as UTF-8"
        case .controlCharacter(let code):
            "control character \"U+\(code.hexadecimal(4))\"; remove it, or write its escape in double quotes"
        case .hiddenMark(HiddenMark.byteOrderMark):
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
        case .duplicateKey("<<"): "the key \"<<\" is written twice; merge several with one list: <<: [*a, *b]"
        case .duplicateKey(let key):
            "the key \"\(key)\" is written twice at the same level; keep one of them, or rename one"
        case .undefinedAlias(let name):
            "no anchor \"&\(name)\" before this alias; define it, or quote the text"
        case .recursiveAlias(let name): "the alias \"*\(name)\" stands inside its own anchor; remove it"
        case .keyNotScalar: "a mapping or a sequence cannot be a key; write the key as text"
        case .template:
            "{{ }} is a placeholder, and omnienv fills none in; write what is meant, or let your template tool write this file first"
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
    func hexadecimal(_ digits: Int) -> String {
        var text = String(self, radix: 16, uppercase: true)
        while text.utf8.count < digits { text.insert("0", at: text.startIndex) }
        return text
    }
}
