/// Reads YAML 1.1 text into nodes that know their places (docs/architecture.md).
package enum YAMLParser {
    /// `file` is the index that every range carries; whatever is wrong stands in the result, with the
    /// documents that could be read nevertheless.
    package static func parse(
        _ source: SourceFile,
        file: Int32,
        limits: YAMLLimits = .standard
    ) -> YAMLStream {
        do throws(YAMLProblem) {
            try check(source, file: file, limits: limits)
            guard source.bytes.count > ByteOrderMark.length(in: source.bytes) else {
                return YAMLStream(documents: [], problems: [])
            }
            return try EventReader.read(source, file: file) { reader in
                Composer(reader, limits: limits).stream()
            }
        } catch {
            return YAMLStream(documents: [], problems: [error])
        }
    }

    private static func check(_ source: SourceFile, file: Int32, limits: YAMLLimits) throws(YAMLProblem) {
        let bytes = source.bytes
        guard bytes.count <= limits.bytes else {
            throw YAMLProblem(.tooLarge(bytes: bytes.count, limit: limits.bytes), at: .start(of: file))
        }
        guard let offset = bytes.withUnsafeBufferPointer(UTF8Check.firstInvalidByte) else { return }
        let place = SourceLines(of: source).position(ofByte: offset)
        throw YAMLProblem(.notUTF8(byte: bytes[offset]), at: .point(place, file: file))
    }
}
