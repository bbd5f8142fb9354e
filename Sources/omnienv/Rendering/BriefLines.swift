import Reconciler

/// A plan of many bases, one line for each: where its values lead, or how many do if that is too much. Values that fall
/// back to a base connection are named all the same, and so is a change of the attribute, which concerns everyone.
struct BriefLines {
    private static let lineLimit = 32
    private static let leastBases = 15
    /// Of one base's routing.
    private static let partLimit = 3
    private let plan: Plan
    private let style: Style

    init(_ plan: Plan, style: Style) {
        self.plan = plan
        self.style = style
    }

    var sections: [String] {
        let bases = plan.bases.filter { !$0.changes.isEmpty }
        let urgent = bases.flatMap(urgentLines)
        let shown = bases.prefix(max(Self.leastBases, Self.lineLimit - urgent.count))
        let lines = shown.map { "\($0.label.printable): \(routing($0) ?? sum([$0]))" }
        let rest = Array(bases.dropFirst(shown.count))
        let more =
            rest.isEmpty
            ? [] : ["… \(rest.count.of("more base connection")): \(sum(rest)) (--verbose lists all)"]
        let hint = rest.isEmpty && !lines.isEmpty ? ["--verbose shows every value and request."] : []
        return [urgent, lines + more + hint].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    }

    private func urgentLines(_ base: BasePlan) -> [String] {
        let routing = RoutingLines(base, style: style, isFolded: true)
        return (AttributeLines(base, style: style).lines + routing.fallen + routing.allowed).map {
            "\(base.label.printable): \($0)"
        }
    }

    /// By value, where that fits into the base's line.
    private func routing(_ base: BasePlan) -> String? {
        let routing = RoutingLines(base, style: style, isFolded: true)
        let parts = routing.moved + routing.windows
        guard 1...Self.partLimit ~= parts.count else { return nil }
        return (parts + [base.steps.count.of("request")]).joined(separator: "; ")
    }

    private func sum(_ bases: [BasePlan]) -> String {
        let moves = bases.reduce(0) { $0 + $1.routing.moves.count }
        let windows = bases.reduce(0) { $0 + $1.routing.windows.count }
        let requests = bases.reduce(0) { $0 + $1.steps.count }
        let outside = bases.reduce(0) { $0 + $1.changes.count { $0.cause == .drift || $0.cause == .both } }
        let notes = bases.reduce(0) { $0 + $1.changes.count { !$0.needsRequest } }
        let parts = [
            moves == 0 ? nil : "\(moves.of("value")) \(moves == 1 ? "leads" : "lead") elsewhere",
            windows == 0 ? nil : "\(windows) of them by way of the base connection",
            requests.of("request"), outside == 0 ? nil : "\(outside) changed outside",
            notes == 0 ? nil : notes.of("note"),
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
