import Diagnostics
import Manifest
import OmniModel
import Planning

/// The answer of `route`: for a person, a table for each base.
extension RouteAnswer: Rendered {
    var title: TerminalText { "omnienv route" }

    func text(_ style: Style) -> TerminalText {
        (bases.map { Self.text($0, $1, style) } + ["\(basis) \(Self.unseen)"]).paragraphs
    }

    private var basis: TerminalText {
        switch source {
        case .manifest: "As the manifest says."
        case .state: "As the last apply left it (--offline)."
        case .omni: "As Omni lists it now."
        }
    }

    private static func text(
        _ base: RoutedBase,
        _ routes: [(value: AttributeValue, route: Route)],
        _ style: Style
    ) -> TerminalText {
        let values = routes.map { "\(inRow: $0.value.text)" as TerminalText }
        let width = values.map(\.width).max() ?? 0
        let rows: [[TerminalText]] = zip(values, routes).map { value, route in
            ["  \(value.padded(to: width)) → \(inRow: route.route.word)", route.route.words]
        }
        let lines = zip(TextTable(rows: rows).lines, routes).map { line, route in
            route.route.fallsBack ? style.red(line) : line
        }
        let head =
            "\(style.bold("\(base.label)"))\(style.dim("  \(base.attribute.selectorWords)"))" as TerminalText
        return ([head] + lines).joined(separator: "\n")
    }
}

extension Connection.Attribute {
    /// Such as `by the user attribute environment`.
    fileprivate var selectorWords: TerminalText {
        switch self {
        case .set(let attribute): "by the user attribute \(attribute.name)"
        case .none: "no user attribute: everyone reaches the base connection"
        case .unreported: "by the user attribute that Omni has"
        }
    }
}

extension Route {
    /// What is behind the name of the target.
    fileprivate var words: TerminalText {
        switch self {
        case .environment(let environment):
            if let id = environment.connection.id, let name = environment.connection.name {
                "\(name)  \(id)"
            } else {
                "\(environment.connection.text)"
            }
        case .base(.defaultValue): "a default value of the base connection"
        case .base(.unlisted), .base(.noAttribute): "falls back to the base connection"
        }
    }
}
