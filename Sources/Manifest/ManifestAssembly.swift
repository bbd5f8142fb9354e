import Diagnostics
import LocatedYAML
import OmniModel

/// Puts documents together into one draft, and checks what has to hold between them.
struct ManifestAssembly {
    private(set) var draft = ManifestDraft()
    private(set) var diagnostics: [Diagnostic] = []
    private var bases: [ExactText: Int] = [:]
    private var expectations: [ExpectationKey: SourceRange] = [:]

    private struct ExpectationKey: Hashable {
        let base: ExactText
        let value: ExactText
    }

    mutating func add(_ document: ManifestDraft) {
        if !document.hasAllBases { draft.hasAllBases = false }
        draft.basesKey = draft.basesKey ?? document.basesKey
        if let instance = document.instance { add(instance) }
        draft.bases.reserveCapacity(draft.bases.count + document.bases.count)
        for base in document.bases { add(base) }
        for expectation in document.expectations { add(expectation) }
    }

    /// Where a document could not be read, a base may be missing.
    mutating func addUnread() {
        draft.hasAllBases = false
    }

    private mutating func add(_ instance: Located<InstanceURL>) {
        guard let first = draft.instance else {
            draft.instance = instance
            return
        }
        guard first.value != instance.value else { return }
        report(
            InstanceFinding.differs(instance.value, first: first.value),
            at: instance.range,
            first: first.range
        )
    }

    private mutating func add(_ base: BaseDraft) {
        let index = bases[ExactText(base.label.value)]
        if let index {
            let first = draft.bases[index].label
            report(BaseFinding.labelTwice(base.label.value), at: base.label.range, first: first.range)
            // What the two hold together is unknown until one is gone.
            draft.bases[index].hasAllEnvironments = false
        } else {
            bases[ExactText(base.label.value)] = draft.bases.count
        }
        draft.bases.append(base)
    }

    private mutating func add(_ expectation: Expectation) {
        let (base, value) = (expectation.base.value, expectation.value)
        let key = ExpectationKey(base: ExactText(base), value: ExactText(value.value))
        if let first = expectations[key] {
            let finding = ExpectationFinding.twice(value: value.value, base: base)
            report(finding, at: value.range, first: first)
        } else {
            expectations[key] = value.range
            draft.expectations.append(expectation)
        }
    }

    private mutating func report(_ finding: some Finding, at range: SourceRange, first: SourceRange) {
        diagnostics.append(Diagnostic(finding, at: range, notes: [.init("first listed here", at: first)]))
    }
}
