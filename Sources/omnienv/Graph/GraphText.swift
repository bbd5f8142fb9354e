import Diagnostics
import Manifest
import OmniModel
import Planning

/// The words of a graph's boxes and arrows, the same in every notation.
extension RoutingGraph.Environment {
    var title: String { (mark.map { $0.symbol + " " } ?? "") + label.printable }

    /// The values on the arrow, the marked ones first, up to five of them. `nil` when none leads here.
    var arrow: String? {
        guard !values.isEmpty else { return nil }
        let sorted = values.filter { $0.mark != nil } + values.filter { $0.mark == nil }
        let shown = sorted.prefix(5).map { ($0.mark.map { $0.symbol + " " } ?? "") + $0.text.printable }
        let rest = values.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension RoutingGraph.Mark {
    var symbol: String {
        switch self {
        case .added: "+"
        case .changed: "~"
        case .removed: "-"
        }
    }
}

extension RoutingGraph.Base {
    /// What stands where the ways part.
    var fork: String {
        switch selector {
        case .attribute(let attribute): attribute.name.printable
        case .none: "no user attribute"
        case .unknown: "user attribute"
        }
    }

    /// What leads to the base connection itself.
    var rest: String {
        guard case .attribute(let attribute) = selector, !attribute.defaultValues.isEmpty else {
            return "anything else"
        }
        return attribute.defaultValues.listed + ", anything else"
    }

    var foldedTitle: String { foldedEnvironments.of("more environment") }
}
