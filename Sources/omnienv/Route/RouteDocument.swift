import JSONText
import Manifest
import OmniModel
import Planning

extension RouteAnswer {
    /// The answer of `route` as `--output json` gives it.
    var document: JSONValue {
        [
            "format_version": "1.0",
            "source": .string(source.rawValue),
            "routes": .array(bases.flatMap { base in base.routes.map { base.base.document($0, $1) } }),
            "unseen": .string(Self.unseen),
        ]
    }
}

extension RoutedBase {
    fileprivate func document(_ value: AttributeValue, _ route: Route) -> JSONValue {
        let (reached, reason) = end(of: route)
        return [
            "base": .string(label),
            // Absent where the base has none, or where it cannot be told.
            "attribute": (attribute.attribute?.name).map(JSONValue.string),
            "value": .string(value.text),
            // An environment's label, or `base`.
            "to": .string(route.word),
            // The connection that is reached: its name where it is known, else its id.
            "connection": .string(reached.text),
            // Absent where only a name is known.
            "connection_id": (reached.id?.text).map(JSONValue.string),
            "falls_back": .boolean(route.fallsBack),
            "reason": reason,
        ]
    }

    /// The connection that a route reaches, and why that is the base's.
    private func end(of route: Route) -> (KnownConnection, reason: JSONValue?) {
        switch route {
        case .environment(let environment): (environment.connection, nil)
        case .base(.defaultValue): (connection, "default_value")
        case .base(.unlisted): (connection, "unlisted")
        case .base(.noAttribute): (connection, "no_attribute")
        }
    }
}
