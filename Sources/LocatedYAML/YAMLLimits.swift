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

    package static let standard = YAMLLimits()
}
