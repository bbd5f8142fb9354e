package import Diagnostics
package import LocatedYAML

extension YAMLProblem: Finding {
    package var rule: Rule { kind.rule }
}

extension Diagnostic {
    init(_ problem: YAMLProblem) {
        let second = problem.related.map { Note(problem.relatedNote ?? "see here", at: $0) }
        let stop = problem.stop.map { Note("reading stopped here; this line may be right", at: $0) }
        self.init(problem, at: problem.range, notes: [second, stop].compactMap(\.self))
    }
}

extension YAMLProblem.Kind {
    /// Whether what follows in the text was not read.
    var endsParse: Bool {
        switch self {
        case .notUTF8, .controlCharacter, .hiddenMark, .mistake, .syntax, .tooLarge, .tooDeep, .tooManyNodes,
            .outOfMemory:
            true
        case .duplicateKey, .undefinedAlias, .recursiveAlias, .keyNotScalar, .template, .invalidMerge,
            .unsupportedTag,
            .misplacedTag:
            false
        }
    }

    /// The one problem that leaves nothing behind that a later check could take for another mistake.
    var isDuplicateKey: Bool {
        if case .duplicateKey = self { true } else { false }
    }

    fileprivate var rule: Rule {
        switch self {
        case .notUTF8: .notUTF8
        case .controlCharacter: .controlCharacter
        case .hiddenMark(0xFEFF): .byteOrderMark
        case .hiddenMark: .hiddenLineBreak
        case .mistake(let mistake): mistake.rule
        case .syntax: .syntax
        case .tooLarge: .textTooLarge
        case .tooDeep: .nestingTooDeep
        case .tooManyNodes: .tooManyNodes
        case .outOfMemory: .outOfMemory
        case .duplicateKey: .duplicateKey
        case .undefinedAlias: .undefinedAlias
        case .recursiveAlias: .recursiveAlias
        case .keyNotScalar: .keyNotText
        case .template: .template
        case .invalidMerge: .invalidMerge
        case .unsupportedTag: .unsupportedTag
        case .misplacedTag: .misplacedTag
        }
    }
}

extension SyntaxMistake {
    fileprivate var rule: Rule {
        switch self {
        case .tab: .tab
        case .mergeConflict: .mergeConflict
        case .missingColon: .missingColon
        case .missingSpace: .missingSpace
        case .missingDash: .missingDash
        case .dashAmongKeys: .dashAmongKeys
        case .wrongIndentation: .wrongIndentation
        case .unclosedQuote: .unclosedQuote
        case .unclosedBracket: .unclosedBracket
        case .wrongBracket: .wrongBracket
        case .extraBracket: .extraBracket
        case .missingComma: .missingComma
        case .emptyItem: .emptyItem
        case .dashInBrackets: .dashInBrackets
        case .listBehindText: .listBehindText
        case .textBehind: .textBehind
        case .quoteInside: .quoteInside
        case .commentSign: .commentSign
        case .template: .template
        case .reservedSign: .reservedSign
        case .secondColon: .secondColon
        case .yamlVersion: .yamlVersion
        case .directive: .directive
        case .bareDocument: .bareDocument
        case .behindDocumentMark: .behindDocumentMark
        case .strangeIndentation: .strangeIndentation
        case .longKey: .longKey
        case .unknownEscape: .unknownEscape
        case .halfSurrogate: .halfSurrogate
        }
    }
}
