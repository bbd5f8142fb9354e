package import LocatedYAML

/// The texts that diagnostics point into: a `SourceRange.file` is an index into it.
package struct SourceList: Sendable {
    package private(set) var files: [SourceFile]

    package init(_ files: [SourceFile] = []) {
        self.files = files
    }

    /// Gives the index that ranges within `file` have to carry.
    package mutating func add(_ file: SourceFile) -> Int32 {
        files.append(file)
        return Int32(clamping: files.count - 1)
    }

    package subscript(file: Int32) -> SourceFile? {
        files.indices.contains(Int(file)) ? files[Int(file)] : nil
    }

    /// The name of the text that a range lies in.
    func name(of range: SourceRange) -> String { self[range.file]?.name ?? "-" }
}
