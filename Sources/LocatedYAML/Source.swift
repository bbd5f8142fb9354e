/// One YAML text and the name that diagnostics give it: a path, or `-` for standard input.
package struct SourceFile: Sendable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// A place in a text. Lines and columns count from 1; a column is one Unicode scalar.
package struct SourcePosition: Sendable, Hashable, Comparable {
    package let line: Int32
    package let column: Int32

    package init(line: Int32, column: Int32) {
        self.line = line
        self.column = column
    }

    package static func < (first: Self, second: Self) -> Bool {
        (first.line, first.column) < (second.line, second.column)
    }
}

/// From a first character to just behind the last one. `file` is the index of the text in the list of
/// sources that the caller keeps, so that nodes of several files can stand side by side.
package struct SourceRange: Sendable, Hashable {
    package let file: Int32
    package let start: SourcePosition
    package let end: SourcePosition

    package init(file: Int32, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = end
    }
}
