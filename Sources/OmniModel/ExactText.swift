#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A text that is equal to another one, and ordered before it, by its UTF-8 bytes. Swift's `String` holds two Unicode forms
/// of one text for equal, and nobody says that Omni does (docs/omni-api.md): labels and names are compared in this form.
package struct ExactText: Sendable, Hashable, Comparable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func == (first: Self, second: Self) -> Bool {
        first.text.utf8.count == second.text.utf8.count && first.order(besides: second) == 0
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    package static func < (first: Self, second: Self) -> Bool {
        let order = first.order(besides: second)
        return order < 0 || order == 0 && first.text.utf8.count < second.text.utf8.count
    }

    /// Below, equal to or above zero as the bytes that both have room for compare: values are compared so often that the
    /// C library's comparison is worth its call.
    private func order(besides other: Self) -> Int32 {
        var (first, second) = (text, other.text)
        return first.withUTF8 { first in
            second.withUTF8 { second in
                guard let left = first.baseAddress, let right = second.baseAddress else { return 0 }
                return memcmp(left, right, min(first.count, second.count))
            }
        }
    }
}
