import Diagnostics
import Manifest
import OmniModel
import Planning

extension DriftReport: Rendered {
    var title: TerminalText { "omnienv drift" }

    func text(_ style: Style) -> TerminalText { DriftText(report: self, style: style).text }
}

/// What has drifted, for a person: base by base, then the connections, then the sum.
private struct DriftText {
    private static let limit = 12

    let report: DriftReport
    let style: Style

    var text: TerminalText {
        ([basis, sight].compactMap(\.self) + report.bases.map(section) + connections + assertions + [summary])
            .paragraphs
    }

    private var basis: TerminalText? {
        switch report.basis {
        case .lastApply: nil
        case .manifest: "There is no state yet: Omni is compared with the manifest."
        }
    }

    private var sight: TerminalText? {
        report.seesEnvironments
            ? nil
            : """
            This instance has no list of environments, so that what others did to these cannot be seen. User \
            attributes and connections are compared.
            """
    }

    private func section(_ base: BaseDrift) -> TerminalText {
        let environments = base.environments.flatMap(lines)
        let attribute = base.attribute.map { line("~", $0.words(report.basis), $0.cause) }
        let lines = [attribute].compactMap(\.self) + environments
        let head: TerminalText =
            style.bold("\(base.label)") + style.dim("  \(base.connection.named(report.names))")
        return lines.block(head) ?? head
    }

    private var connections: [TerminalText] {
        let lines = report.connections.map { line($0.symbol, $0.words, $0.cause) }
        return [lines.block(style.bold("Connections"))].compactMap(\.self)
    }

    private var assertions: [TerminalText] {
        let unmet = report.assertions.filter { !$0.isUnread }
        let lines = unmet.map { style.yellow("! \($0.base): \($0.words)") }
        return [lines.block(style.bold("Assertions"))].compactMap(\.self)
    }

    private func line(_ symbol: TerminalText, _ words: TerminalText, _ cause: Cause) -> TerminalText {
        let label: TerminalText = report.basis == .manifest ? "" : cause.label
        return style.paint(symbol, "\(symbol) \(words)\(label)")
    }

    private func lines(_ drift: EnvironmentDrift) -> [TerminalText] {
        let head = line(drift.symbol, drift.words(report.basis, report.names), drift.cause)
        let shown = style.isComplete ? drift.values[...] : drift.values.prefix(Self.limit)
        let rest = drift.values.count - shown.count
        let more: [TerminalText] = rest > 0 ? ["    … \(rest.of("more value")) (--verbose lists all)"] : []
        return [head] + shown.map { "    \($0.words(report.basis))" } + more
    }

    private var summary: TerminalText {
        let (outside, both, pending) = (
            report.count(of: .drift), report.count(of: .both), report.count(of: .pending)
        )
        let edits: TerminalText =
            (pending == 0 ? "" : " Pending: \(pending), which omnienv plan shows.") + unfinished
        guard report.hasDrift else { return style.bold(none) + edits }
        let unmet = report.assertions.count { !$0.isUnread }
        let asserted: TerminalText = unmet == 0 ? "" : " Not as asserted: \(unmet)."
        guard report.basis == .lastApply else {
            return style.bold("Drift: Omni differs from the manifest in \(outside.of("place")).") + asserted
        }
        return style.bold("Drift: \(outside) changed outside, \(both) changed here and outside.") + asserted
            + edits
    }

    private var unfinished: TerminalText {
        let count = report.count(of: .cutOff)
        return count == 0
            ? "" : " By an apply that was cut off or is under way: \(count), which the next apply settles."
    }

    private var none: TerminalText {
        if report.count(of: .cutOff) > 0 { return "No drift." }
        return switch report.basis {
        case .lastApply: "No drift. Omni is as the last apply left it."
        case .manifest: "No drift. Omni matches the manifest."
        }
    }
}

extension Style {
    /// In the colour that goes with a symbol.
    fileprivate func paint(_ symbol: TerminalText, _ text: TerminalText) -> TerminalText {
        switch symbol {
        case "+": green(text)
        case "-": red(text)
        default: yellow(text)
        }
    }
}

extension Cause {
    /// Behind whatever it is the cause of.
    var label: TerminalText {
        switch self {
        case .pending: "  (pending)"
        case .drift: "  (changed outside)"
        case .both: "  (changed here and outside)"
        case .cutOff: "  (by an apply that was cut off or is under way)"
        }
    }
}

extension EnvironmentDrift {
    /// `+` for what Omni has and the last apply had not, `-` for the opposite.
    var symbol: TerminalText {
        switch kind {
        case .attached, .missing: "+"
        case .detached, .orphaned: "-"
        case .values: "~"
        }
    }

    func words(_ basis: DriftReport.Basis, _ names: [ConnectionID: String]) -> TerminalText {
        let name: TerminalText =
            address.map { "\(inRow: $0.environment)" } ?? "connection \(key.connection.named(names))"
        switch kind {
        case .attached: return "\(name): attached, with \((current ?? []).listed)" + attachedSuffix(basis)
        case .detached where basis == .manifest:
            return "\(name): not attached; the manifest has \((recorded ?? []).listed)"
        case .detached: return "\(name): detached; it had \((recorded ?? []).listed)"
        case .orphaned: return "\(name): no longer in the manifest; it has \((current ?? []).listed)"
        case .missing: return "\(name): not attached yet; to have \((wanted ?? []).listed)"
        case .values: return "\(name): has \((current ?? []).listed)"
        }
    }

    private func attachedSuffix(_ basis: DriftReport.Basis) -> TerminalText {
        switch cause {
        case .pending, .both: "; the next apply adopts it"
        case .cutOff: ""
        case .drift: basis == .manifest ? "; the manifest has it not" : "; neither manifest nor state has it"
        }
    }
}

extension ValueDrift {
    /// What became of one value, and who did it.
    func words(_ basis: DriftReport.Basis) -> TerminalText {
        switch (cause, isCurrent) {
        case (.drift, true) where basis == .manifest: "+ \(value): not in the manifest"
        case (.drift, false) where basis == .manifest: "- \(value): in the manifest alone"
        case (.drift, true): "+ \(value): added outside"
        case (.drift, false): "- \(value): taken away outside"
        case (.pending, true): "- \(value): pending, the manifest drops it"
        case (.pending, false): "+ \(value): pending, the manifest adds it"
        case (.cutOff, true): "+ \(value): added by an apply that was cut off or is under way"
        case (.cutOff, false): "- \(value): taken away by an apply that was cut off or is under way"
        case (.both, true): "+ \(value): added outside and in the manifest"
        case (.both, false): "- \(value): taken away outside and in the manifest"
        }
    }
}

extension AttributeDrift {
    func words(_ basis: DriftReport.Basis) -> TerminalText {
        let now: TerminalText = "user attribute: \(current.words)"
        let before: TerminalText? = recorded.map { "the last apply left \($0.words)" }
        let here: TerminalText? = wanted.map { "the manifest has \($0.words)" }
        let parts: [TerminalText?] =
            switch cause {
            case .pending: [recorded != nil && wanted == nil ? "no longer in the manifest" : here]
            case .drift, .cutOff: [basis == .manifest ? here : before]
            case .both: [before, here ?? "the manifest has none"]
            }
        return ([now] + parts.compactMap(\.self)).joined(separator: "; ")
    }
}

extension EnvironmentUserAttribute {
    fileprivate var words: TerminalText {
        defaultValues.isEmpty ? "\(name)" : "\(name), default values \(defaultValues.listed)"
    }
}

extension Connection.Attribute {
    fileprivate var words: TerminalText {
        switch self {
        case .unreported: "unknown"
        case .none: "none"
        case .set(let attribute): attribute.words
        }
    }
}

extension ConnectionDrift {
    var symbol: TerminalText {
        switch kind {
        case .renamed: "~"
        case .deleted, .unlisted: "-"
        }
    }

    var words: TerminalText {
        switch kind {
        case .renamed(let before, let name) where cause == .both:
            "\(connection): renamed from \(quoted: before) to \(quoted: name), as in the manifest"
        case .renamed(let before, let name):
            "\(connection): renamed from \(quoted: before) to \(quoted: name); write the new name or the id"
        case .deleted(let name): "\(connection): deleted; it was called \(quoted: name)"
        case .unlisted: "\(connection): not in Omni's list of connections, or not for this token"
        }
    }
}
