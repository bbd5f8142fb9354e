import Diagnostics
import OmniModel

/// What has to hold between the parts of one base, as far as they could be read.
struct BaseCheck {
    private let base: BaseDraft
    private(set) var routing: BaseRouting
    private(set) var diagnostics: [Diagnostic] = []

    init(_ base: BaseDraft) {
        self.base = base
        let count = base.environments.reduce(base.defaultValues.count) { $0 + $1.values.count }
        routing = BaseRouting(labels: base.environments.map(\.label.value), values: count)
        checkConnections()
        checkValues()
    }

    private mutating func checkConnections() {
        var known: [ExactText: Int] = [:]
        known.reserveCapacity(base.environments.count)
        let own = base.connection?.value.key
        for (index, environment) in base.environments.enumerated() {
            guard let connection = environment.connection else { continue }
            let key = connection.value.key
            if key == own {
                report(
                    .ownBase(environment.label.value),
                    of: environment,
                    note: "the base's own connection",
                    base.place
                )
            } else if let first = known.updateValue(index, forKey: key) {
                let twin = base.environments[first]
                known[key] = first
                let finding = BaseFinding.attachedTwice(environment.label.value, first: twin.label.value)
                report(finding, of: environment, note: "first listed here", twin.place)
            }
        }
    }

    private mutating func report(
        _ finding: BaseFinding,
        of environment: EnvironmentDraft,
        note: String,
        _ first: OwnedPlace?
    ) {
        guard let place = environment.place, let first else { return }
        diagnostics.append(.pair(finding, at: place, note: note, first))
    }
}

extension BaseCheck {
    private mutating func checkValues() {
        var nearDuplicates = NearDuplicates(of: .value)
        for value in base.defaultValues {
            nearDuplicates.add(value)
            claim(value, for: nil)
        }
        for (index, environment) in base.environments.enumerated() {
            for value in environment.values {
                nearDuplicates.add(value)
                claim(value, for: index)
            }
        }
        diagnostics += nearDuplicates.warnings { routing.holder(of: $0)?.range }
        diagnostics += NearDuplicates.warnings(ofLabels: base.environments.map(\.label))
    }

    private mutating func claim(_ value: Located<String>, for environment: Int?) {
        guard let holder = routing.claim(value, for: environment) else { return }
        let finding: BaseFinding =
            switch (environment, holder.environment) {
            case (let one, let other) where one == other: .repeatedValue(value.value)
            case (let one?, let other?):
                .sharedValue(value.value, label(one).value, first: label(other).value)
            case (let one, let other): .defaultValue(value.value, label(one ?? other).value)
            }
        let note = holder.environment == nil ? "listed as a default value here" : "first listed here"
        diagnostics.append(
            .pair(
                finding,
                at: OwnedPlace(value.range, owner: label(environment).range),
                note: note,
                OwnedPlace(holder.range, owner: label(holder.environment).range)
            )
        )
    }

    private func label(_ environment: Int?) -> Located<String> {
        environment.map { base.environments[$0].label } ?? base.label
    }
}

extension BaseDraft {
    fileprivate var defaultValues: [Located<String>] { userAttribute?.defaultValues ?? [] }
}
