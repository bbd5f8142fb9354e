/// The stable name of a kind of finding, for whoever looks for one kind, counts them, or looks one up in
/// docs/manifest.md, which has an example of each. A name is never given to another kind.
package enum Rule: String, Sendable, Hashable, CaseIterable, Encodable {
    // An input as a whole.
    case fileMissing = "file-missing"
    case fileUnreadable = "file-unreadable"
    case notAFile = "not-a-file"
    case folderWithoutManifest = "folder-without-manifest"
    case linkLeadsOut = "link-leads-out"
    case systemFile = "system-file"
    case textTooLarge = "text-too-large"
    case filePassedOver = "file-passed-over"
    case fileNameNotText = "file-name-not-text"

    // The text, and what YAML makes of it.
    case notUTF8 = "not-utf-8"
    case controlCharacter = "control-character"
    case hiddenLineBreak = "hidden-line-break"
    case byteOrderMark = "byte-order-mark"
    case outOfMemory = "out-of-memory"
    case nestingTooDeep = "nesting-too-deep"
    case tooManyNodes = "too-many-nodes"
    case syntax
    case tab
    case mergeConflict = "merge-conflict"
    case missingColon = "missing-colon"
    case missingSpace = "missing-space"
    case missingDash = "missing-dash"
    case dashAmongKeys = "dash-among-keys"
    case wrongIndentation = "wrong-indentation"
    case unclosedQuote = "unclosed-quote"
    case unclosedBracket = "unclosed-bracket"
    case wrongBracket = "wrong-bracket"
    case missingComma = "missing-comma"
    case textBehind = "text-behind"
    case template
    case reservedSign = "reserved-sign"
    case secondColon = "second-colon"
    case yamlVersion = "yaml-version"
    case bareDocument = "bare-document"
    case longKey = "long-key"
    case unknownEscape = "unknown-escape"
    case halfSurrogate = "half-surrogate"
    case duplicateKey = "duplicate-key"
    case undefinedAlias = "undefined-alias"
    case recursiveAlias = "recursive-alias"
    case keyNotText = "key-not-text"
    case invalidMerge = "invalid-merge"
    case unsupportedTag = "unsupported-tag"
    case misplacedTag = "misplaced-tag"

    // What has to stand where.
    case wrongKind = "wrong-kind"
    case missingKey = "missing-key"
    case unknownKey = "unknown-key"
    case unknownChoice = "unknown-choice"
    case unreadableVersion = "unreadable-version"

    // One text: a value, a label, a connection, the name of an attribute.
    case emptyText = "empty-text"
    case textTooLong = "text-too-long"
    case comma
    case edgeSpace = "edge-space"
    case keptLineBreak = "kept-line-break"
    case slashInLabel = "slash-in-label"
    case reservedLabel = "reserved-label"
    case malformedUUID = "malformed-uuid"
    case unusableInstance = "unusable-instance"
    case severalLines = "several-lines"
    case invisibleCharacter = "invisible-character"
    case unusualSpace = "unusual-space"
    case typographicQuotes = "typographic-quotes"
    case lookAlikeComma = "look-alike-comma"
    case placeholder
    case loneStar = "lone-star"

    // What has to hold between the parts.
    case noBase = "no-base"
    case baseInTwoPlaces = "base-in-two-places"
    case baseListedTwice = "base-listed-twice"
    case ownBase = "own-base"
    case connectionAttachedTwice = "connection-attached-twice"
    case valueInTwoEnvironments = "value-in-two-environments"
    case valueIsDefault = "value-is-default"
    case valueListedTwice = "value-listed-twice"
    case lookAlikes = "look-alikes"
    case differingInstances = "differing-instances"
    case unknownBase = "unknown-base"
    case unknownEnvironment = "unknown-environment"
    case expectationTwice = "expectation-twice"
    case failedExpectation = "failed-expectation"

    // What a name or an id means in Omni.
    case unknownName = "unknown-name"
    case unresolvedName = "unresolved-name"
    case ambiguousName = "ambiguous-name"
    case unknownConnection = "unknown-connection"
    case unknownAttribute = "unknown-attribute"
    case deletedConnection = "deleted-connection"
    case otherDialect = "other-dialect"
    case valueHeld = "value-held"
    case valueHeldByBase = "value-held-by-base"
}
