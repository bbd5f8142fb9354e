import Testing

/// A manifest and all that is to be said about it.
struct ManifestCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let lines: [String]

    init(_ description: String, _ text: String, _ lines: String...) {
        testDescription = description
        self.text = text
        self.lines = lines
    }
}
