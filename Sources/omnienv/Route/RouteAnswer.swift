import Planning

/// Where values lead, base by base, and who says so.
struct RouteAnswer {
    struct Base {
        let base: RoutedBase
        let routes: [(value: String, route: Route)]
    }

    let source: RoutingSource
    let bases: [Base]

    init(values: [String], bases: [RoutedBase], source: RoutingSource) {
        self.source = source
        self.bases = bases.map { base in
            Base(base: base, routes: values.map { (value: $0, route: base.route(of: $0)) })
        }
    }

    var fallsBack: Bool { bases.contains { $0.routes.contains(where: \.route.fallsBack) } }

    /// What goes before the attribute in Omni, and is not to be seen from here.
    static let unseen =
        "A branch's or a user's own choice of an environment goes before the attribute; it is not seen here."
}
