import OmniModel

/// Who holds values of a base: an environment, or the base itself with its default values.
package struct Holder: Sendable, Hashable {
    package let place: Destination
    package let values: [String]

    package init(_ place: Destination, values: [String]) {
        self.place = place
        self.values = values
    }
}
