import Diagnostics
import OmniModel
import Planning

/// A plan as a comment on a pull request: what falls back and what is detached first, in words that nobody overlooks, then
/// what moves; what comes from the base and the requests are there to be opened.
struct PlanMarkdown {
    /// How many values share a row, so that a row is never too long to be shown.
    private static let valuesInRow = 20

    private let shown: ShownPlan
    private let plan: Plan
    private let bases: [BasePlan]
    private let style = Style(isColored: false, isComplete: true)

    init(_ shown: ShownPlan) {
        self.shown = shown
        plan = shown.plan
        bases = shown.plan.basesByDanger
    }

    var comment: MarkdownComment {
        MarkdownComment(
            marker: "<!-- omnienv:plan -->",
            heading: "omnienv plan: \(plan.hasChanges ? counts : "no changes")",
            lead: lead,
            sections: [
                lifted, refused, fallen, detached, moved, rules, new, requests, notes, connections,
            ],
            tail: tail
        )
    }

    private var counts: TerminalText {
        let count = plan.count
        return "\(count.add) to add, \(count.change) to change, \(count.destroy) to destroy"
    }

    private var lead: [TerminalText] {
        let instance: TerminalText? = plan.instance.map {
            "Instance: \(code: $0.url.description, inTable: false)"
        }
        return [instance, plan.basis.markdown, alert].compactMap(\.self)
    }

    /// What has to be read first.
    private var alert: TerminalText? {
        let falling = moves(where: \.fallsBack).count + bases.count { $0.steps.contains(.removeAttribute) }
        let leaving = moves(where: \.changesEnvironment).count
        let lines: [TerminalText?] = [
            plan.refusals.isEmpty ? nil : "**Refused by \(plan.refusals.count.of("guard")).**",
            falling == 0
                ? nil
                : "**\(falling.of("value")) fall\(falling == 1 ? "s" : "") back to the base connection**, and read\(falling == 1 ? "s" : "") its data from then on.",
            detachedCount == 0
                ? nil
                : "**\(detachedCount.of("environment")) \(detachedCount == 1 ? "is" : "are") detached.**",
            leaving == 0
                ? nil : "\(leaving.of("value")) leave\(leaving == 1 ? "s" : "") one environment for another.",
        ]
        let told = lines.compactMap(\.self)
        guard !told.isEmpty else { return nil }
        let isSevere = falling + detachedCount + plan.refusals.count > 0
        return "> [!\(isSevere ? "CAUTION" : "WARNING" as TerminalText)]\n"
            + told.map { "> \($0)" as TerminalText }.joined(separator: "\\\n")
    }

    private var tail: [TerminalText] {
        let sum: TerminalText =
            plan.hasChanges
            ? "Plan: \(counts). \(shown.time)" : plan.nothingToDo.joined(separator: "\n")
        return [sum] + (shown.digest.map { ["Plan digest: `\($0)`"] } ?? [])
    }
}

// MARK: - Sections
extension PlanMarkdown {
    private typealias Section = MarkdownComment.Section
    private typealias Row = MarkdownComment.Row

    private var lifted: Section {
        Section(title: "Guards that do not hold", rows: lines(plan.lifted.map(\.text)))
    }

    private var refused: Section {
        Section(title: "Refused", rows: lines(plan.refusals.map { $0.text(plan) }))
    }

    private var fallen: Section {
        Section(
            title: "Falls back to the base connection",
            columns: ["base", "values", "until now"],
            rows: rows(where: \.fallsBack, isUrgent: true) { move in [move.from] }
        )
    }

    private var moved: Section {
        Section(
            title: "Goes to another environment",
            columns: ["base", "values", "from", "to"],
            rows: rows(where: \.changesEnvironment, isUrgent: true) { move in
                [move.from, move.to]
            }
        )
    }

    private var new: Section {
        Section(
            title: "\(moves(where: \.isNew).count.of("value")) from the base to an environment",
            columns: ["base", "values", "to"],
            isFolded: true,
            rows: rows(where: \.isNew, isUrgent: false) { move in [move.to] }
        )
    }

    private var detachedCount: Int { plan.count.destroy }

    private var detached: Section {
        let rows = bases.flatMap { base -> [Row] in
            let labels = base.steps.compactMap { step in
                if case .detach(let target, _) = step { target.address.environment } else { nil }
            }
            return labels.chunked(by: Self.valuesInRow).map {
                Row(text: "| \(code: base.label) | \(codes: $0) |")
            }
        }
        return Section(title: "Detached", columns: ["base", "environments"], rows: rows)
    }

    /// Changes of attributes and of protection, and who is at the base on the way.
    private var rules: Section {
        Section(
            title: "Also",
            rows: lines(RoutingLines(bases, style: style).besides)
        )
    }

    private var requests: Section {
        let rows = bases.flatMap { base in
            RequestLines(base, style: style, isFolded: false).asDiff.map {
                Row(text: bases.count == 1 ? $0 : "\($0)  [\(base.label)]")
            }
        }
        return Section(
            title: plan.requestCount.of("request"),
            language: "diff",
            isFolded: true,
            rows: rows
        )
    }

    private var notes: Section {
        let notes = bases.flatMap { RequestLines($0, style: style, isFolded: false).notes }
        return Section(title: notes.count.of("note"), isFolded: true, rows: lines(notes))
    }

    /// What the labels stand for.
    private var connections: Section {
        let rows = bases.filter { !$0.steps.isEmpty }.flatMap { base in
            [(address: base.label, name: base.names[base.connection], id: base.connection)]
                + base.mentioned.map { connection in
                    let label = base.label(of: .environment(connection))
                    return ("\(base.label)/\(label)", base.names[connection], connection)
                }
        }
        return Section(
            title: "Connections by name and id",
            columns: ["address", "connection", "id"],
            isFolded: true,
            rows: rows.map { address, name, id in
                let name: TerminalText = name.map { "\(code: $0)" } ?? ""
                return Row(text: "| \(code: address) | \(name) | \(code: id.text) |")
            }
        )
    }

    /// The label of an environment, with what Omni calls its connection where the label does not say it.
    private func cell(_ destination: Destination, in base: BasePlan) -> TerminalText {
        let label = base.label(of: destination)
        let connection = base.connection(of: destination)
        let name = base.names[connection] ?? (base.ambiguous.contains(connection) ? connection.text : nil)
        guard case .environment = destination, let name, name != label else { return "\(code: label)" }
        return "\(code: label) (\(code: name))"
    }

    private func lines(_ texts: [TerminalText]) -> [Row] { texts.map { Row(text: $0.shortened(to: 2_000)) } }

    private func moves(where isMeant: (RoutingMove) -> Bool) -> [RoutingMove] {
        bases.flatMap { $0.routing.moves.filter(isMeant) }
    }

    /// Rows of values that go the same way.
    private func rows(
        where isMeant: (RoutingMove) -> Bool,
        isUrgent: Bool,
        _ ends: (RoutingMove) -> [Destination]
    ) -> [Row] {
        bases.flatMap { base in
            RoutingLines.grouped(base.routing.moves.filter(isMeant)).flatMap { _, moves in
                moves.chunked(by: Self.valuesInRow).map { moves in
                    let last: [TerminalText] =
                        moves.first.map { ends($0).map { cell($0, in: base) } } ?? []
                    let cells: [TerminalText] =
                        ["\(code: base.label)", "\(codes: moves.map(\.value.text))"] + last
                    return Row(
                        text: "| \(cells.joined(separator: " | ")) |",
                        subjects: isUrgent ? moves.map { .init(base: base.label, value: $0.value) } : []
                    )
                }
            }
        }
    }
}

extension Array {
    /// Its parts of at most so many elements.
    fileprivate func chunked(by size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}

extension Plan.Basis {
    fileprivate var markdown: TerminalText? { text.map { "*\($0)*" } }
}
