import Diagnostics
import Manifest
import OmniModel
import Planning

/// Drift as `--output json` gives it. What a side does not have is left out.
struct DriftDocument: Encodable {
    struct Summary: Encodable {
        let drift: Int
        let both: Int
        let pending: Int
        /// By an apply that was cut off or is under way.
        let cutOff: Int
    }

    struct Base: Encodable {
        let label: String
        let connection: String
        let connectionName: String?
        let attribute: Attribute?
        let environments: [Environment]
    }

    struct Attribute: Encodable {
        let cause: String
        let recorded: EnvironmentUserAttribute?
        let current: EnvironmentUserAttribute?
        let wanted: EnvironmentUserAttribute?
    }

    struct Environment: Encodable {
        let address: String?
        let connection: String
        let connectionName: String?
        let environment: String?
        let change: String
        let cause: String
        let recorded: [AttributeValue]?
        let current: [AttributeValue]?
        let wanted: [AttributeValue]?
        let values: [Value]
    }

    struct Value: Encodable {
        let value: AttributeValue
        let cause: String
        let current: Bool
        let wanted: Bool
    }

    struct ConnectionChange: Encodable {
        let connection: String
        let change: String
        let cause: String
        let recordedName: String?
        let name: String?
    }

    /// Something that the manifest asserts and Omni does not meet, or that could not be read.
    struct Assertion: Encodable {
        let base: String
        let status: String
        let message: TerminalText
        let line: Int
    }

    let formatVersion = "1.0"
    let basis: String
    /// Whether Omni listed environments.
    let environmentsSeen: Bool
    let hasDrift: Bool
    let summary: Summary
    let bases: [Base]
    let connections: [ConnectionChange]
    let assertions: [Assertion]

    init(_ report: DriftReport) {
        basis =
            switch report.basis {
            case .lastApply: "last_apply"
            case .manifest: "manifest"
            }
        environmentsSeen = report.seesEnvironments
        hasDrift = report.hasDrift
        summary = Summary(
            drift: report.count(of: .drift),
            both: report.count(of: .both),
            pending: report.count(of: .pending),
            cutOff: report.count(of: .cutOff)
        )
        bases = report.bases.map { Base($0, names: report.names) }
        connections = report.connections.map(ConnectionChange.init)
        assertions = report.assertions.map {
            Assertion(
                base: $0.base,
                status: $0.isUnread ? "unread" : "unmet",
                message: $0.words,
                line: $0.line
            )
        }
    }
}

extension DriftDocument.Base {
    fileprivate init(_ base: BaseDrift, names: [ConnectionID: String]) {
        label = base.label
        connection = base.connection.text
        connectionName = names[base.connection]
        attribute = base.attribute.map(DriftDocument.Attribute.init)
        environments = base.environments.map { DriftDocument.Environment($0, names: names) }
    }
}

extension DriftDocument.Attribute {
    fileprivate init(_ drift: AttributeDrift) {
        cause = drift.cause.rawValue
        recorded = drift.recorded
        wanted = drift.wanted
        current = drift.current.attribute
    }
}

extension DriftDocument.Environment {
    fileprivate init(_ drift: EnvironmentDrift, names: [ConnectionID: String]) {
        address = drift.address?.description
        connection = drift.key.connection.text
        connectionName = names[drift.key.connection]
        environment = drift.id?.text
        change = drift.kind.word
        cause = drift.cause.rawValue
        recorded = drift.recorded
        current = drift.current
        wanted = drift.wanted
        values = drift.values.map {
            DriftDocument.Value(
                value: $0.value,
                cause: $0.cause.rawValue,
                current: $0.isCurrent,
                wanted: $0.isWanted
            )
        }
    }
}

extension EnvironmentDrift.Kind {
    fileprivate var word: String {
        switch self {
        case .attached: "attached"
        case .detached: "detached"
        case .orphaned: "orphaned"
        case .missing: "missing"
        case .values: "values"
        }
    }
}

extension DriftDocument.ConnectionChange {
    fileprivate init(_ drift: ConnectionDrift) {
        connection = drift.connection.text
        cause = drift.cause.rawValue
        (change, recordedName, name) =
            switch drift.kind {
            case .renamed(let before, let now): ("renamed", before, now)
            case .deleted(let name): ("deleted", nil, name)
            case .unlisted: ("unlisted", nil, nil)
            }
    }
}
