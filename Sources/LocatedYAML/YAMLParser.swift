/// Reads YAML 1.1 text into nodes that know their places (docs/architecture.md).
package enum YAMLParser {
    /// Reads all documents of one text. `file` is the index that every range carries; whatever is wrong stands in the
    /// result, with the documents that could be read nevertheless.
    package static func parse(
        _ source: SourceFile,
        file: Int32,
        limits: YAMLLimits = .standard
    ) -> YAMLStream {
        do throws(YAMLProblem) {
            try check(source, file: file, limits: limits)
            let marks = source.bytes.withUnsafeBufferPointer(HiddenMark.all)
            let strange = marks.filter { !$0.isTakenAsMeant(in: source.bytes) }
            guard strange.isEmpty else { return refused(source, for: strange, file: file) }
            return try stream(of: source.without(marks), file: file, limits: limits)
        } catch {
            return YAMLStream(documents: [], problems: [error])
        }
    }

    private static func stream(
        of source: SourceFile,
        file: Int32,
        limits: YAMLLimits
    ) throws(YAMLProblem) -> YAMLStream {
        guard source.bytes.count > source.bytes.lengthOfByteOrderMark() else {
            return YAMLStream(documents: [], problems: [])
        }
        let stream = try EventReader.read(source, file: file, hidesPairs: false) { reader in
            Composer(reader, limits: limits).stream()
        }
        guard case .mistake(.halfSurrogate) = stream.problems.last?.kind,
            let bytes = SurrogatePairs.hidden(in: source.bytes)
        else { return stream }
        return try EventReader.read(SourceFile(name: source.name, bytes: bytes), file: file, hidesPairs: true)
        { reader in
            Composer(reader, limits: limits).stream()
        }
    }

    private static func refused(_ source: SourceFile, for marks: [HiddenMark], file: Int32) -> YAMLStream {
        let lines = SourceLines(of: source)
        // More than a hundred tell nobody more.
        let problems = marks.prefix(100).map { mark in
            let place = SourceRange.point(lines.position(ofByte: mark.offset), file: file)
            return YAMLProblem(.hiddenMark(code: mark.code), at: place)
        }
        return YAMLStream(documents: [], problems: problems)
    }

    private static func check(_ source: SourceFile, file: Int32, limits: YAMLLimits) throws(YAMLProblem) {
        let bytes = source.bytes
        guard bytes.count <= limits.bytes else {
            throw YAMLProblem(.tooLarge(bytes: bytes.count, limit: limits.bytes), at: .start(of: file))
        }
        guard let offset = bytes.withUnsafeBufferPointer({ $0.firstByteNotUTF8 }) else { return }
        let place = SourceLines(of: source).position(ofByte: offset)
        throw YAMLProblem(.notUTF8(byte: bytes[offset]), at: .point(place, file: file))
    }
}

extension SourceFile {
    /// The text as libyaml takes it, which knows no byte order mark inside one.
    fileprivate func without(_ marks: [HiddenMark]) -> SourceFile {
        guard !marks.isEmpty else { return self }
        var bytes: [UInt8] = []
        var copied = 0
        for mark in marks {
            bytes += self.bytes[copied..<mark.offset]
            copied = mark.offset + mark.length
            // Behind dashes it takes a column, as it does for an editor.
            if bytes.last == UInt8(ascii: "-") { bytes.append(UInt8(ascii: " ")) }
        }
        return SourceFile(name: name, bytes: bytes + self.bytes[copied...])
    }
}

/// How much one text may ask for (docs/manifest.md, "Limits"). They bound time, memory and recursion on any bytes.
package struct YAMLLimits: Sendable, Hashable {
    /// Levels of mappings and sequences, counted as if every alias were written out.
    package let depth: Int
    /// Keys, scalars, mappings and sequences of all documents, counted as if every alias were written out.
    package let nodes: Int
    /// The size of the text.
    package let bytes: Int

    package init(depth: Int = 64, nodes: Int = 4_000_000, bytes: Int = 64 << 20) {
        self.depth = depth
        self.nodes = nodes
        self.bytes = bytes
    }

    /// The limits of a manifest (docs/manifest.md, "Limits").
    package static let standard = YAMLLimits()
}

/// Everything one text gave: a root node per document, in order, and all that is wrong with it, in the
/// order in which it was found.
///
/// A syntax error or a limit ends the parse: the documents before it are kept, the one it stands in is
/// not. Any other problem leaves its document whole but for the place it names: of duplicate keys the
/// first stays, an entry whose key cannot be used is left out, and an alias that leads nowhere stands as
/// an empty plain scalar with the alias's own range.
package struct YAMLStream: Sendable {
    package let documents: [Node]
    package let problems: [YAMLProblem]

    package init(documents: [Node], problems: [YAMLProblem]) {
        self.documents = documents
        self.problems = problems
    }
}
