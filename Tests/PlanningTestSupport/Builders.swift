package import Diagnostics
package import LocatedYAML
package import Manifest
package import OmniModel
package import Planning

package let somewhere = SourceRange(
    file: 0,
    start: SourcePosition(line: 1, column: 1),
    end: SourcePosition(line: 1, column: 2)
)

package func at<Value: Sendable>(_ value: Value) -> Located<Value> { Located(value, at: somewhere) }

/// An environment whose connection id is its label.
package func environment(_ label: String, _ values: [AttributeValue], protect: Bool = false) -> Environment {
    Environment(
        label: at(label),
        connection: at(.id(ConnectionID(label))),
        values: values.map(at),
        isProtected: protect
    )
}

/// A base whose connection id is its label.
package func base(
    _ label: String = "warehouse",
    attribute: (name: String, defaults: [AttributeValue])? = nil,
    isolation: Isolation = .report,
    allowFallback: [AttributeValue] = [],
    environments: [Environment]
) -> BaseConnection {
    BaseConnection(
        label: at(label),
        connection: at(.id(ConnectionID(label))),
        userAttribute: attribute.map {
            UserAttributeSetting(name: at($0.name), defaultValues: $0.defaults.map(at))
        },
        isolation: isolation,
        allowFallback: allowFallback.map(at),
        environments: environments
    )
}

package func listed(_ label: String, _ values: [AttributeValue], base: String = "warehouse")
    -> ConnectionEnvironment
{
    ConnectionEnvironment(
        id: EnvironmentID("id-" + label),
        base: ConnectionID(base),
        connection: ConnectionID(label),
        values: values
    )
}

package func recorded(
    _ label: String,
    _ values: [AttributeValue],
    base: String = "warehouse",
    protect: Bool = false
) -> StateRecord {
    .environment(
        EnvironmentKey(base: ConnectionID(base), connection: ConnectionID(label)),
        RecordedEnvironment(
            id: EnvironmentID("id-" + label),
            address: Address(base: base, environment: label),
            values: values,
            isProtected: protect
        )
    )
}

/// An apply that is under way.
package let someRun = RecordedRun(
    id: "5d0a7b52-0000-4000-8000-000000000000",
    start: "2026-01-01T00:00:00Z",
    who: "ci@runner-7",
    place: "https://ci.example/jobs/4711",
    commit: nil,
    digest: nil,
    bases: []
)

package func state(_ records: StateRecord...) -> State { state(records) }

package func state(_ records: [StateRecord]) -> State {
    var state = State(header: StateHeader(lineage: "lineage", instance: "https://acme.omniapp.co"))
    for record in records { state.replay(record) }
    return state
}

package func manifest(_ bases: BaseConnection...) -> Manifest { Manifest(bases: bases) }

package func base(_ environments: Environment...) -> BaseConnection { base(environments: environments) }

package func plan(
    _ bases: BaseConnection...,
    state: State? = nil,
    listed: [ConnectionEnvironment] = [],
    connections: [Connection]? = nil,
    options: (inout PlanOptions) -> Void = { _ in }
) throws -> Plan {
    var planOptions = PlanOptions()
    options(&planOptions)
    return try Planner.plan(
        Manifest(bases: bases),
        state: state,
        observation: .listed(listed, connections: connections.map { $0 + others(of: bases, besides: $0) }),
        options: planOptions,
        for: PlanInstance(url: try InstanceURL("https://acme.omniapp.co"), source: .operator)
    )
}

/// Omni's connections for the environments whose connection a test says nothing about.
package func others(of bases: [BaseConnection], besides connections: [Connection]) -> [Connection] {
    let named = Set(connections.map(\.id))
    return bases.flatMap(\.environments).compactMap(\.connection.value.id).filter { !named.contains($0) }
        .map { Connection(id: $0, name: $0.text) }
}

extension Plan {
    /// The steps of every base in words, such as `PUT eu [a, b]`.
    package var requests: [String] { bases.flatMap { $0.steps.map(\.words) } }
}

extension Step {
    package var words: String {
        switch self {
        case .attach(let targets): "POST " + targets.map(\.address.environment).joined(separator: " ")
        case .setValues(let target, _, let to, _):
            "PUT \(target.address.environment) [\(to.texts.joined(separator: ", "))]"
        case .setAttribute(let attribute, _, _):
            "PATCH \(attribute.name) [\(attribute.defaultValues.texts.joined(separator: ", "))]"
        case .removeAttribute: "PATCH null"
        case .detach(let target, _): "DELETE \(target.address.environment)"
        }
    }
}
