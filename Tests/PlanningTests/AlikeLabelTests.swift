import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

/// A label that the manifest has given to another connection stands for two of them while the old one is attached.
@Suite struct AlikeLabelTests {
    private let before = state(
        .environment(
            EnvironmentKey(base: ConnectionID("warehouse"), connection: ConnectionID("old")),
            RecordedEnvironment(
                id: EnvironmentID("id-old"),
                address: Address(base: "warehouse", environment: "dev"),
                values: ["a"],
                isProtected: false
            )
        )
    )

    private func plan(connections: [Connection]?) throws -> BasePlan {
        let dev = Environment(
            label: at("dev"),
            connection: at(.id(ConnectionID("new"))),
            values: [at("a")],
            isProtected: false
        )
        let plan = try PlanningTestSupport.plan(
            base(environments: [dev]),
            state: before,
            listed: [listed("old", ["a"])],
            connections: connections
        ) { $0.prunes = true }
        return try #require(plan.bases.first)
    }

    @Test func `a move between two connections of one label names both`() throws {
        let names = ["warehouse": "W", "old": "Snowflake Dev", "new": "Snowflake EU"]
        let connections = names.map {
            Connection(id: ConnectionID($0), name: $1)
        }
        let base = try plan(connections: connections)
        let move = try #require(base.routing.moves.first)
        #expect(base.name(of: move.from) == "dev (Snowflake Dev)")
        #expect(base.name(of: move.to) == "dev (Snowflake EU)")
        #expect(base.label(of: move.from) == "dev" && base.label(of: move.to) == "dev")
        #expect(base.connection(of: move.from).text == "old" && base.connection(of: move.to).text == "new")
    }

    @Test func `where no name is known the ids tell them apart`() throws {
        let base = try plan(connections: nil)
        let move = try #require(base.routing.moves.first)
        #expect(base.name(of: move.from) == "dev (old)")
        #expect(base.name(of: move.to) == "dev (new)")
    }
}
