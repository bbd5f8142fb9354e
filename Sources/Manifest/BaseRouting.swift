import Diagnostics
package import LocatedYAML
import OmniModel

/// Where a value leads, and the place that says so: none for a value that is listed nowhere and therefore
/// falls back to the base connection.
package struct ManifestRoute: Sendable, Hashable {
    /// The environment's label; nil for the base itself.
    package let label: String?
    package let place: SourceRange?

    package init(to label: String?, place: SourceRange? = nil) {
        self.label = label
        self.place = place
    }

    /// The base, as an expectation writes it. No environment may be called so.
    package static let base = "base"

    /// As an expectation writes it: a label, or `base`.
    package var word: String { label ?? Self.base }
}

/// Who holds which value of one base, by the manifest.
struct BaseRouting: Sendable {
    struct Holder: Sendable {
        /// The environment's index; `nil` for the base's default values.
        let environment: Int?
        let range: SourceRange
    }

    private var holders: [AttributeValue: Holder] = [:]
    private let labels: [String]

    init(labels: [String], values: Int) {
        self.labels = labels
        holders.reserveCapacity(values)
    }

    /// Gives the one who holds the value already, if any; it keeps it.
    mutating func claim(_ value: Located<AttributeValue>, for environment: Int?) -> Holder? {
        let claim = Holder(environment: environment, range: value.range)
        guard let holder = holders.updateValue(claim, forKey: value.value) else { return nil }
        holders[value.value] = holder
        return holder
    }

    func holder(of value: AttributeValue) -> Holder? { holders[value] }

    func route(of value: AttributeValue) -> ManifestRoute {
        guard let holder = holder(of: value) else { return ManifestRoute(to: nil) }
        guard let environment = holder.environment else { return ManifestRoute(to: nil, place: holder.range) }
        return ManifestRoute(to: labels[environment], place: holder.range)
    }
}
