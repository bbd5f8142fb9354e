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
