import Diagnostics
import OmniModel
import Planning

extension EnvironmentDrift {
    /// `+` for what Omni has and the last apply had not, `-` for the opposite.
    var symbol: String {
        switch kind {
        case .attached, .missing: "+"
        case .detached, .orphaned: "-"
        case .values: "~"
        }
    }

    func words(_ basis: DriftReport.Basis) -> String {
        let name = (address?.environment ?? "connection \(key.connection)").printable
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

    private func attachedSuffix(_ basis: DriftReport.Basis) -> String {
        switch cause {
        case .pending, .both: "; the next apply adopts it"
        case .drift: basis == .manifest ? "; the manifest has it not" : "; neither manifest nor state has it"
        }
    }
}

extension ValueDrift {
    /// What became of one value, and who did it.
    func words(_ basis: DriftReport.Basis) -> String {
        switch (cause, isCurrent) {
        case (.drift, true) where basis == .manifest: "+ \(value.printable): not in the manifest"
        case (.drift, false) where basis == .manifest: "- \(value.printable): in the manifest alone"
        case (.drift, true): "+ \(value.printable): added outside"
        case (.drift, false): "- \(value.printable): taken away outside"
        case (.pending, true): "- \(value.printable): pending, the manifest drops it"
        case (.pending, false): "+ \(value.printable): pending, the manifest adds it"
        case (.both, true): "+ \(value.printable): added outside and in the manifest"
        case (.both, false): "- \(value.printable): taken away outside and in the manifest"
        }
    }
}

extension AttributeDrift {
    func words(_ basis: DriftReport.Basis) -> String {
        let now = "user attribute: \(current.words)"
        let before = recorded.map { "the last apply left \($0.words)" }
        let here = wanted.map { "the manifest has \($0.words)" }
        let parts =
            switch cause {
            case .pending: [recorded != nil && wanted == nil ? "no longer in the manifest" : here]
            case .drift: [basis == .manifest ? here : before]
            case .both: [before, here ?? "the manifest has none"]
            }
        return ([now] + parts.compactMap(\.self)).joined(separator: "; ")
    }
}

extension EnvironmentUserAttribute {
    fileprivate var words: String {
        defaultValues.isEmpty ? name.printable : "\(name.printable), default values \(defaultValues.listed)"
    }
}

extension Connection.Attribute {
    fileprivate var words: String {
        switch self {
        case .unreported: "unknown"
        case .none: "none"
        case .set(let attribute): attribute.words
        }
    }
}

extension ConnectionDrift {
    var symbol: String {
        switch kind {
        case .renamed: "~"
        case .deleted, .unlisted: "-"
        }
    }

    var words: String {
        switch kind {
        case .renamed(let before, let name) where cause == .both:
            "\(connection): renamed from \(before.quoted) to \(name.quoted), as in the manifest"
        case .renamed(let before, let name):
            "\(connection): renamed from \(before.quoted) to \(name.quoted); write the new name or the id"
        case .deleted(let name): "\(connection): deleted; it was called \(name.quoted)"
        case .unlisted: "\(connection): not in Omni's list of connections, or not for this token"
        }
    }
}
