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

    package enum Kind: Sendable, Hashable {
        /// These end the parse.
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
        /// These don't. `related` is the first place of the key.
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
