/// A text compared character code by character code, as Omni compares it. Swift's `String` holds two Unicode
/// forms of one text for equal; a server need not.
package struct ExactText: Sendable, Hashable, Comparable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func == (first: Self, second: Self) -> Bool {
        guard first.text.utf8.count == second.text.utf8.count else { return false }
        var (first, second) = (first.text, second.text)
        return first.withUTF8 { first in second.withUTF8 { first.elementsEqual($0) } }
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    package static func < (first: Self, second: Self) -> Bool {
        var (first, second) = (first.text, second.text)
        return first.withUTF8 { first in second.withUTF8 { first.lexicographicallyPrecedes($0) } }
    }
}
