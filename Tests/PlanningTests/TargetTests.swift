import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

/// Which bases a target names, and which of them `--prune` reaches. A base is its connection, whatever it is called.
@Suite struct TargetTests {
    private static let connection = ConnectionID("warehouse")

    /// The base that the state calls `warehouse`, under a new label.
    private func renamed(_ reference: ConnectionReference = .id(connection)) -> BaseConnection {
        BaseConnection(
            label: at("wh"),
            connection: at(reference),
            userAttribute: nil,
            isolation: .report,
            environments: [environment("dev", ["a"])]
        )
    }

    private let past = state(recorded("dev", ["a"]), recorded("eu", ["b"]))
    private let present = [listed("dev", ["a"]), listed("eu", ["b"])]

    private func planned(_ base: BaseConnection, prunes: Bool, _ targets: String..., state: State? = nil)
        throws
        -> Plan
    {
        try plan(base, state: state ?? past, listed: present) { options in
            options.prunes = prunes
            options.targets = targets
        }
    }

    @Test(arguments: [true, false])
    func `the old label of a base that was renamed is unknown, and the new one is named`(prunes: Bool) throws
    {
        let failure = PlanFailure.unknownTargets(
            [.renamed("warehouse", to: "wh")],
            known: ["wh"]
        )
        #expect(throws: failure) { try planned(renamed(), prunes: prunes, "warehouse") }
        #expect(try planned(renamed(), prunes: true, "wh").requests == ["DELETE eu"])
    }

    @Test func `so it is where the manifest knows the base by a name`() throws {
        var state = past
        state.replay(.connectionName(Self.connection, "Warehouse"))
        let connections = [
            Connection(id: Self.connection, name: "Warehouse", environmentUserAttribute: .none)
        ]
        #expect(throws: PlanFailure.self) {
            try plan(renamed(.name("Warehouse")), state: state, listed: present, connections: connections) {
                $0.prunes = true
                $0.targets = ["warehouse"]
            }
        }
        // Offline, the name is the one of the last apply.
        let error = #expect(throws: PlanFailure.self) {
            try planned(renamed(.name("Warehouse")), prunes: true, "warehouse", state: state)
        }
        #expect(error == .unknownTargets([.renamed("warehouse", to: "wh")], known: ["wh"]))
    }

    @Test func `drift knows the old label no more either`() throws {
        var options = PlanOptions()
        options.targets = ["warehouse"]
        #expect(throws: PlanFailure.self) {
            try DriftCheck.report(
                Manifest(bases: [renamed()]),
                state: past,
                observation: .listed(present, connections: []),
                options: options
            )
        }
    }

    @Test func `a base that left the manifest is pruned only where it is named`() throws {
        let other = base("other", environments: [])
        for targets in [[], ["other"]] {
            let plan = try plan(other, state: past, listed: present) {
                $0.prunes = true
                $0.targets = targets
            }
            #expect(!plan.hasChanges)
        }
        #expect(try planned(other, prunes: true, "warehouse").requests == ["DELETE dev", "DELETE eu"])
        #expect(
            throws: PlanFailure.unknownTargets([.left("warehouse")], known: ["other"])
        ) { try planned(other, prunes: false, "warehouse") }
    }

    @Test func `a base that left the manifest is reported with what names it`() throws {
        let plan = try planned(base("other", environments: []), prunes: true)
        #expect(plan.changes.contains(.orphanedBase("warehouse")))
    }

    @Test func `a label that another base has now does not reach the one that left`() throws {
        // Then its id stands for it.
        let left = BaseConnection(
            label: at("old"),
            connection: at(.id(ConnectionID("third"))),
            userAttribute: nil,
            isolation: .report,
            environments: []
        )
        let reused = state(
            .environment(
                EnvironmentKey(base: ConnectionID("id-of-old"), connection: ConnectionID("dev")),
                RecordedEnvironment(
                    id: EnvironmentID("id-dev"),
                    address: Address(base: "old", environment: "dev"),
                    values: ["a"],
                    isProtected: false
                )
            )
        )
        let attached = [listed("dev", ["a"], base: "id-of-old")]
        #expect(try plan(left, state: reused, listed: attached).changes.contains(.orphanedBase("id-of-old")))
        let named = try plan(left, state: reused, listed: attached) {
            $0.prunes = true
            $0.targets = ["id-of-old"]
        }
        let other = try plan(left, state: reused, listed: attached) {
            $0.prunes = true
            $0.targets = ["old"]
        }
        #expect(other.requests == [])
        #expect(named.requests == ["DELETE dev"])
    }

    @Test func `nothing is pruned while a base of the manifest cannot be found`() throws {
        #expect(throws: PlanFailure.self) {
            try planned(renamed(.name("Gone")), prunes: true, "warehouse")
        }
    }
}
