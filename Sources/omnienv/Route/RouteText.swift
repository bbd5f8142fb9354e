import Diagnostics
import Manifest
import OmniModel
import Planning

/// The answer of `route` for a person: a table for each base.
struct RouteText {
    private let answer: RouteAnswer
    private let style: Style

    init(_ answer: RouteAnswer, style: Style) {
        self.answer = answer
        self.style = style
    }

    var text: String {
        (answer.bases.map(section) + [source + " " + RouteAnswer.unseen]).joined(separator: "\n\n") + "\n"
    }

    private func section(_ base: RouteAnswer.Base) -> String {
        let head = style.bold(base.base.label.printable) + style.dim("  " + base.base.selector.words)
        let values = base.routes.map(\.value.printable)
        let targets = base.routes.map(\.route.compared.word.printable)
        let width = values.map(\.count).max() ?? 0
        let targetWidth = targets.map(\.count).max() ?? 0
        let lines = zip(zip(values, targets), base.routes).map { names, route in
            let line = "  \(names.0.padded(to: width)) → \(names.1.padded(to: targetWidth))  "
            return paint(line + route.route.words, route.route)
        }
        return ([head] + lines).joined(separator: "\n")
    }

    private func paint(_ line: String, _ route: Route) -> String {
        route.fallsBack ? style.red(line) : line
    }

    private var source: String {
        switch answer.source {
        case .manifest: "As the manifest says."
        case .state: "As the last apply left it (--offline)."
        case .omni: "As Omni lists it now."
        }
    }
}

extension RoutedBase.Selector {
    /// Such as `by the user attribute environment`.
    var words: String {
        switch self {
        case .attribute(let attribute): "by the user attribute \(attribute.name.printable)"
        case .none: "no user attribute: everyone reaches the base connection"
        case .unknown: "by the user attribute that Omni has"
        }
    }
}

extension Route {
    /// What is behind the name of the target.
    var words: String {
        switch self {
        case .environment(let environment): environment.connection.printable
        case .base(.defaultValue): "a default value of the base connection"
        case .base(.unlisted), .base(.noAttribute): "falls back to the base connection"
        }
    }
}
