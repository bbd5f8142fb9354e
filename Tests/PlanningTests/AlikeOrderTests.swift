import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import Testing

/// What one label stands for several times comes in the order of the connections: the order of a dictionary would give the
/// same input another digest in the next run.
@Suite struct AlikeOrderTests {
    private let connections = (100..<140).map { "c\($0)" }

    private func record(_ connection: String, base: String = "warehouse", label: String = "warehouse")
        -> StateRecord
    {
        .environment(
            EnvironmentKey(base: ConnectionID(base), connection: ConnectionID(connection)),
            RecordedEnvironment(
                id: EnvironmentID("id-" + connection),
                address: Address(base: label, environment: "dev"),
                values: [],
                isProtected: false
            )
        )
    }

    @Test func `orphaned environments of one label`() throws {
        let plan = try plan(
            base(environments: [environment("eu", [])]),
            state: state(connections.map { record($0) }),
            listed: connections.map { listed($0, []) }
        )
        let orphaned = plan.bases.flatMap(\.changes).compactMap { change -> String? in
            guard case .orphaned(let target, _) = change else { return nil }
            return target.key.connection.text
        }
        #expect(orphaned == connections)
    }

    @Test func `environments and bases of one label in the routing of the last apply`() {
        let environments = RoutedBase.recorded(state(connections.map { record($0) }))
        #expect(environments.flatMap { $0.environments.map(\.connection.text) } == connections)
        let bases = RoutedBase.recorded(state(connections.map { record("x", base: $0) }))
        #expect(bases.map(\.connection.text) == connections)
    }

    @Test func `a base whose records spell its label in two Unicode forms has the first by code`() {
        let composed = "caf\u{E9}"
        let decomposed = "cafe\u{301}"
        for number in 0..<40 {
            let state = state(
                record("a\(number)", label: composed),
                record("b\(number)", label: decomposed)
            )
            #expect(RoutedBase.recorded(state).map { Array($0.label.utf8) } == [Array(decomposed.utf8)])
        }
    }
}
