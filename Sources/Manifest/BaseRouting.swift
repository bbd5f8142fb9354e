import Diagnostics
package import LocatedYAML
import OmniModel

/// Where a value leads. An environment is named by its label.
package enum RouteTarget: Sendable, Hashable {
    case environment(String)
    case base
}

/// Where a value leads, and the place that says so: none for a value that is listed nowhere and therefore
/// falls back to the base connection.
package struct ManifestRoute: Sendable, Hashable {
    package let target: RouteTarget
    package let place: SourceRange?

    package init(_ target: RouteTarget, place: SourceRange? = nil) {
        self.target = target
        self.place = place
    }
}

/// Who holds which value of one base, by the manifest.
struct BaseRouting: Sendable {
    struct Holder: Sendable {
        /// The environment's index; `nil` for the base's default values.
        let environment: Int?
        let range: SourceRange
    }

    private var holders: [ExactText: Holder] = [:]
    private let labels: [String]

    init(labels: [String], values: Int) {
        self.labels = labels
        holders.reserveCapacity(values)
    }

    /// Gives the one who holds the value already, if any; it keeps it.
    mutating func claim(_ value: Located<String>, for environment: Int?) -> Holder? {
        let key = ExactText(value.value)
        let claim = Holder(environment: environment, range: value.range)
        guard let holder = holders.updateValue(claim, forKey: key) else { return nil }
        holders[key] = holder
        return holder
    }

    func holder(of value: String) -> Holder? { holders[ExactText(value)] }

    func route(of value: String) -> ManifestRoute {
        guard let holder = holder(of: value) else { return ManifestRoute(.base) }
        guard let environment = holder.environment else { return ManifestRoute(.base, place: holder.range) }
        return ManifestRoute(.environment(labels[environment]), place: holder.range)
    }
}
