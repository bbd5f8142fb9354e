package import OmniModel

/// Tests write values as plain literals.
extension AttributeValue: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) {
        self = AttributeValue(verbatim: text)
    }

    private init(verbatim text: String) {
        self.init(text)
    }
}

extension Sequence<String> {
    package var asValues: [AttributeValue] { map { AttributeValue($0) } }
}
