import Diagnostics
import Manifest
import Planning

/// A routing graph in DOT, the notation of Graphviz.
struct DOTGraph {
    let graph: RoutingGraph

    var text: String {
        let more =
            graph.foldedBases == 0
            ? [] : ["  more [label=\(quoted(graph.foldedBases.of("more base connection")))];"]
        let lines =
            ["digraph omnienv {", "  rankdir=LR;", "  node [shape=box];"]
            + graph.bases.enumerated().flatMap(lines) + more + ["}"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ index: Int, _ base: RoutingGraph.Base) -> [String] {
        let id = "b\(index)"
        let boxes = base.environments.enumerated().flatMap { number, environment in
            box("\(id)e\(number)", environment, from: id)
        }
        return [
            "  subgraph cluster_\(id) {", "    label=\(quoted("\(base.label)"));",
            "    \(id) [shape=diamond, label=\(quoted(base.fork))];",
        ] + boxes + folded(base, id) + [
            "    \(id)base [shape=cylinder, label=\(quoted("base", "\(base.connection)"))];",
            "    \(id) -> \(id)base [style=dashed, label=\(quoted(base.rest))];", "  }",
        ]
    }

    private func folded(_ base: RoutingGraph.Base, _ id: String) -> [String] {
        guard base.foldedEnvironments > 0 else { return [] }
        return [
            "    \(id)more [label=\(quoted(base.foldedTitle))];",
            "    \(id) -> \(id)more [label=\(quoted(base.foldedValues.of("value")))];",
        ]
    }

    private func box(_ id: String, _ environment: RoutingGraph.Environment, from fork: String) -> [String] {
        let color = environment.mark.map { ", color=\"\($0.color)\", penwidth=2" } ?? ""
        let label = quoted(environment.title, "\(environment.connection)")
        let arrow = environment.arrow.map { ["    \(fork) -> \(id) [label=\(quoted($0))];"] } ?? []
        return ["    \(id) [label=\(label)\(color)];"] + arrow
    }

    /// Lines of text in quotes. Graphviz reads escapes there, and entities of HTML.
    private func quoted(_ lines: TerminalText...) -> String {
        let escaped = lines.map { line in
            line.escaped.unicodeScalars.map { scalar in
                switch scalar {
                case "\"", "\\": "\\\(scalar)"
                case "&": "&amp;"
                default: String(scalar)
                }
            }.joined()
        }
        return "\"" + escaped.joined(separator: "\\n") + "\""
    }
}
