import Manifest
import OmniModel
import Planning

/// The answer of `route` as `--output json` gives it.
struct RouteDocument: Encodable {
    struct Item: Encodable {
        let base: String
        /// `nil` when the base has no attribute, or when it cannot be told.
        let attribute: String?
        let value: AttributeValue
        /// An environment's label, or `base`.
        let to: String
        /// The connection that is reached: its name where it is known, else its id.
        let connection: String
        /// Absent where only a name is known.
        let connectionId: String?
        let fallsBack: Bool
        let reason: String?
    }

    let formatVersion = "1.0"
    let source: String
    let routes: [Item]
    let unseen = RouteAnswer.unseen

    init(_ answer: RouteAnswer) {
        source = answer.source.rawValue
        routes = answer.bases.flatMap { base in
            base.routes.map { Item(base.base, value: $0.value, route: $0.route) }
        }
    }
}

extension RouteDocument.Item {
    fileprivate init(_ base: RoutedBase, value: AttributeValue, route: Route) {
        self.base = base.label
        self.value = value
        if case .attribute(let attribute) = base.selector {
            self.attribute = attribute.name
        } else {
            attribute = nil
        }
        to = route.word
        fallsBack = route.fallsBack
        let reached: KnownConnection
        switch route {
        case .environment(let environment): (reached, reason) = (environment.connection, nil)
        case .base(.defaultValue): (reached, reason) = (base.connection, "default_value")
        case .base(.unlisted): (reached, reason) = (base.connection, "unlisted")
        case .base(.noAttribute): (reached, reason) = (base.connection, "no_attribute")
        }
        (connection, connectionId) = (reached.text, reached.id?.text)
    }
}
