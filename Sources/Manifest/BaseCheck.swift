import Diagnostics
import LocatedYAML
import OmniModel

/// What has to hold between the parts of one base, as far as they could be read.
struct BaseCheck {
    private let base: DeclaredBase<Located<ConnectionReference>?>
    private let hasAllEnvironments: Bool
    private(set) var routing: BaseRouting
    private(set) var diagnostics: [Diagnostic] = []

    init(_ draft: BaseDraft) {
        base = draft.declared
        hasAllEnvironments = draft.hasAllEnvironments
        routing = BaseRouting(base)
        checkConnections()
        checkValues()
        checkUsersWithoutValue()
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

    private mutating func checkUsersWithoutValue() {
        guard let target = base.usersWithoutValue, hasAllEnvironments,
            routing.has(target.value) == false
        else { return }
        diagnostics.append(ExpectationFinding.unknown(target, of: base.label.value, in: routing))
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
            nearDuplicates.add(value.map(\.text))
            claim(value, for: nil)
        }
        for (index, environment) in base.environments.enumerated() {
            for value in environment.values {
                nearDuplicates.add(value.map(\.text))
                claim(value, for: index)
            }
        }
        diagnostics += nearDuplicates.warnings { routing.claim(on: AttributeValue($0))?.range }
        diagnostics += NearDuplicates.warnings(ofLabels: base.environments.map(\.label))
    }

    private mutating func claim(_ value: Located<AttributeValue>, for environment: Int?) {
        guard let first = routing.claim(value, for: environment) else { return }
        let finding: BaseFinding =
            switch (environment, first.environment) {
            case (let one, let other) where one == other: .repeatedValue(value.value.text)
            case (let one?, let other?):
                .sharedValue(value.value.text, label(one).value, first: label(other).value)
            case (let one, let other): .defaultValue(value.value.text, label(one ?? other).value)
            }
        let note = first.environment == nil ? "listed as a default value here" : "first listed here"
        diagnostics.append(
            .pair(
                finding,
                at: OwnedPlace(value.range, owner: label(environment).range),
                note: note,
                OwnedPlace(first.range, owner: label(first.environment).range)
            )
        )
    }

    private func label(_ environment: Int?) -> Located<String> {
        environment.map { base.environments[$0].label } ?? base.label
    }
}

/// What cannot be at the same time, within a base and between bases: the rules
/// that Omni enforces (docs/omni-api.md).
enum BaseFinding: Finding, Hashable {
    /// Nothing is written in any text.
    case blank
    case noBase
    case labelTwice(String)
    case listedTwice(String, first: String)
    case ownBase(String)
    case attachedTwice(String, first: String)
    case sharedValue(String, String, first: String)
    case defaultValue(String, String)
    case repeatedValue(String)

    var rule: Rule {
        switch self {
        case .blank: .emptyManifest
        case .noBase: .noBase
        case .labelTwice: .baseInTwoPlaces
        case .listedTwice: .baseListedTwice
        case .ownBase: .ownBase
        case .attachedTwice: .connectionAttachedTwice
        case .sharedValue: .valueInTwoEnvironments
        case .defaultValue: .valueIsDefault
        case .repeatedValue: .valueListedTwice
        }
    }

    var severity: Diagnostic.Severity {
        switch self {
        case .repeatedValue: .warning
        case .blank, .noBase, .labelTwice, .listedTwice, .ownBase, .attachedTwice, .sharedValue,
            .defaultValue:
            .error
        }
    }

    var message: String {
        switch self {
        case .blank: "nothing is written in the manifest; list a base connection under \"baseConnections\""
        case .noBase: "the manifest has no base connection; list one under \"baseConnections\""
        case .labelTwice(let base): "base \(base.quoted) stands in two places; keep it in one"
        case .listedTwice(let second, let first):
            "base \(second.quoted) has the connection of base \(first.quoted); list each connection once"
        case .ownBase(let environment):
            "environment \(environment.quoted) is its own base; give it another connection"
        case .attachedTwice(let second, let first):
            "environment \(second.quoted) has the connection of environment \(first.quoted); keep one of them"
        case .sharedValue(let value, let second, let first):
            "value \(value.quoted) is in two environments, \(first.quoted) and \(second.quoted); remove it from one of them"
        case .defaultValue(let value, let environment):
            "value \(value.quoted) of environment \(environment.quoted) is also a default value of the base; remove it here or from defaultValues"
        case .repeatedValue(let value): "value \(value.quoted) is listed twice; remove one"
        }
    }
}

/// Something that an error points at, and the label of what it belongs to: through an alias two owners can
/// share one place, and only their labels tell them apart.
struct OwnedPlace {
    let range: SourceRange
    let owner: SourceRange

    init(_ range: SourceRange, owner: SourceRange) {
        self.range = range
        self.owner = owner
    }
}

extension DeclaredBase<Located<ConnectionReference>?> {
    /// Of its connection.
    var place: OwnedPlace? { connection.map { OwnedPlace($0.range, owner: label.range) } }
}

extension EnvironmentDraft {
    /// Of its connection.
    var place: OwnedPlace? { connection.map { OwnedPlace($0.range, owner: label.range) } }
}

extension Diagnostic {
    static func pair(_ finding: some Finding, at second: OwnedPlace, note: String, _ first: OwnedPlace)
        -> Diagnostic
    {
        let isShared = first.range == second.range
        return Diagnostic(
            finding,
            at: isShared ? second.owner : second.range,
            notes: [Note(note, at: isShared ? first.owner : first.range)]
        )
    }
}
