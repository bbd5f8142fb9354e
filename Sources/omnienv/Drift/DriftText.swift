import Diagnostics
import Planning

/// What has drifted, for a person: base by base, then the connections, then the sum.
struct DriftText {
    private static let limit = 12
    private let report: DriftReport
    private let style: Style
    private let isComplete: Bool

    init(_ report: DriftReport, style: Style, isComplete: Bool) {
        self.report = report
        self.style = style
        self.isComplete = isComplete
    }

    var text: String {
        ([basis, sight].compactMap(\.self) + report.bases.map(section) + connections + [summary])
            .joined(separator: "\n\n") + "\n"
    }

    private var basis: String? {
        switch report.basis {
        case .lastApply: nil
        case .manifest: "There is no state yet: Omni is compared with the manifest."
        }
    }

    private var sight: String? {
        report.seesEnvironments
            ? nil
            : """
            This instance has no list of environments, so that what others did to these cannot be seen. User \
            attributes and connections are compared.
            """
    }

    private func section(_ base: BaseDrift) -> String {
        let environments = base.environments.flatMap(lines)
        let attribute = base.attribute.map { line("~", $0.words(report.basis), $0.cause) }
        let lines = [attribute].compactMap(\.self) + environments
        let head = style.bold(base.label.printable) + style.dim("  \(base.connection)")
        return ([head] + lines.map { "  " + $0 }).joined(separator: "\n")
    }

    private var connections: [String] {
        guard !report.connections.isEmpty else { return [] }
        let lines = report.connections.map { drift in
            "  " + line(drift.symbol, drift.words, drift.cause)
        }
        return [([style.bold("Connections")] + lines).joined(separator: "\n")]
    }

    private func line(_ symbol: String, _ words: String, _ cause: Cause) -> String {
        let label = report.basis == .manifest ? "" : cause.label
        return style.paint(symbol, "\(symbol) \(words)\(label)")
    }

    private func lines(_ drift: EnvironmentDrift) -> [String] {
        let head = line(drift.symbol, drift.words(report.basis), drift.cause)
        let shown = isComplete ? drift.values[...] : drift.values.prefix(Self.limit)
        let rest = drift.values.count - shown.count
        let more = rest > 0 ? ["    … \(rest.of("more value")) (--verbose lists all)"] : []
        return [head] + shown.map { "    " + $0.words(report.basis) } + more
    }

    private var summary: String {
        let (outside, both, pending) = (
            report.count(of: .drift), report.count(of: .both), report.count(of: .pending)
        )
        let edits = pending == 0 ? "" : " Pending: \(pending), which omnienv plan shows."
        guard report.hasDrift else { return style.bold(none) + edits }
        guard report.basis == .lastApply else {
            return style.bold("Drift: Omni differs from the manifest in \(outside.of("place")).")
        }
        return style.bold("Drift: \(outside) changed outside, \(both) changed here and outside.") + edits
    }

    private var none: String {
        switch report.basis {
        case .lastApply: "No drift. Omni is as the last apply left it."
        case .manifest: "No drift. Omni matches the manifest."
        }
    }
}

extension Style {
    /// In the colour that goes with a symbol.
    fileprivate func paint(_ symbol: String, _ text: String) -> String {
        switch symbol {
        case "+": green(text)
        case "-": red(text)
        default: yellow(text)
        }
    }
}

extension Cause {
    /// Behind whatever it is the cause of.
    var label: String {
        switch self {
        case .pending: "  (pending)"
        case .drift: "  (changed outside)"
        case .both: "  (changed here and outside)"
        }
    }
}
