import Diagnostics
import Manifest
import Planning

/// A routing graph in Mermaid's notation, which Markdown viewers draw.
struct MermaidGraph {
    let graph: RoutingGraph

    var text: String {
        var lines = ["flowchart LR"] + graph.bases.enumerated().flatMap(lines)
        if graph.foldedBases > 0 {
            lines.append("  more[\(quoted(graph.foldedBases.of("more base connection")))]")
        }
        return (lines + classes).joined(separator: "\n") + "\n"
    }

    private func lines(_ index: Int, _ base: RoutingGraph.Base) -> [String] {
        let id = "b\(index)"
        let boxes = base.environments.enumerated().flatMap { number, environment in
            box("\(id)e\(number)", environment, from: id)
        }
        let folded =
            base.foldedEnvironments == 0
            ? []
            : [
                "    \(id) -->|\(quoted(base.foldedValues.of("value")))| \(id)more[\(quoted(base.foldedTitle))]"
            ]
        // Without a direction of its own a base is drawn as wide as its environments beside each other.
        return [
            "  subgraph \(id)s[\(quoted("\(base.label)"))]", "    direction LR",
            "    \(id){\(quoted(base.fork))}",
        ] + boxes + folded
            + [
                "    \(id) -.->|\(quoted(base.rest))| \(id)base[(\(quoted("base", "\(base.connection)")))]",
                "  end",
            ]
    }

    private func box(_ id: String, _ environment: RoutingGraph.Environment, from fork: String) -> [String] {
        let box = "\(id)[\(quoted(environment.title, "\(environment.connection)"))]"
        let line = environment.arrow.map { "    \(fork) -->|\(quoted($0))| \(box)" } ?? "    \(box)"
        return [line] + (environment.mark.map { ["    class \(id) \($0.className)"] } ?? [])
    }

    /// Colours for marked boxes; their symbols say the same.
    private var classes: [String] {
        let used = Set(graph.bases.flatMap(\.environments).compactMap(\.mark))
        return RoutingGraph.Mark.allCases.filter(used.contains).map {
            "  classDef \($0.className) stroke:\($0.color),stroke-width:2px"
        }
    }

    /// Lines of text in quotes, with what Mermaid reads as notation written as character codes.
    private func quoted(_ lines: TerminalText...) -> String {
        "\"" + lines.map(escaped).joined(separator: "<br>") + "\""
    }

    /// Mermaid reads a line of a label as Markdown, in which a sign or a number and a dot at its start make a list.
    private func escaped(_ text: TerminalText) -> String {
        let scalars = Array(text.escaped.unicodeScalars)
        let number = scalars.prefix { $0.properties.numericType == .decimal }.count
        return scalars.enumerated().map { index, scalar in
            switch scalar {
            case "\"", "#", "<", ">", "&", "`", "|", "\\", "%", "*", "[", "]", ";": scalar.entity
            case "+", "-": index == 0 ? scalar.entity : String(scalar)
            case ".", ")": index == number && number > 0 ? scalar.entity : String(scalar)
            case "_": scalars.isWithinWord(index) ? "_" : scalar.entity
            default: String(scalar)
            }
        }.joined()
    }
}

extension Unicode.Scalar {
    /// Such as `#43;`.
    fileprivate var entity: String { "#\(value);" }
}

extension [Unicode.Scalar] {
    /// Whether letters or digits stand on both sides, where an underscore emphasises nothing.
    fileprivate func isWithinWord(_ index: Int) -> Bool {
        [index - 1, index + 1].allSatisfy { indices.contains($0) && Character(self[$0]).isWordPart }
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber }
}

extension RoutingGraph.Mark {
    var className: String {
        switch self {
        case .added: "added"
        case .changed: "changed"
        case .removed: "removed"
        }
    }

    var color: String {
        switch self {
        case .added: "#1a7f37"
        case .changed: "#9a6700"
        case .removed: "#cf222e"
        }
    }
}
