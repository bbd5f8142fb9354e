import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

/// What the state calls bases and environments: a record is of a connection, and follows the label that this has.
@Suite struct LabelRecordTests {
    private struct Labelled {
        let base: String
        let connection: String
        var attribute: String? = "environment"
        /// By label: the connection and its values.
        var environments: [String: (connection: String, values: [AttributeValue])] = [:]

        private var setting: EnvironmentUserAttribute? {
            attribute.map { EnvironmentUserAttribute(name: $0, defaultValues: []) }
        }

        var records: [StateRecord] {
            let id = ConnectionID(connection)
            let own = setting.map {
                StateRecord.attribute(id, RecordedAttribute(base: base, attribute: $0))
            }
            return [own].compactMap(\.self)
                + environments.map { label, environment in
                    .environment(
                        EnvironmentKey(base: id, connection: ConnectionID(environment.connection)),
                        RecordedEnvironment(
                            id: EnvironmentID("id-" + environment.connection),
                            address: Address(base: base, environment: label),
                            values: environment.values,
                            isProtected: false
                        )
                    )
                }
        }

        var declared: BaseConnection {
            BaseConnection(
                label: at(base),
                connection: at(.id(ConnectionID(connection))),
                userAttribute: attribute.map {
                    UserAttributeSetting(name: at($0), defaultValues: [])
                },
                environments: environments.sorted { $0.key < $1.key }.map { label, environment in
                    Environment(
                        label: at(label),
                        connection: at(.id(ConnectionID(environment.connection))),
                        values: environment.values.map(at)
                    )
                }
            )
        }

        var listed: [ConnectionEnvironment] {
            environments.values.map {
                PlanningTestSupport.listed($0.connection, $0.values, base: connection)
            }
        }

        var live: Connection {
            Connection(
                id: ConnectionID(connection),
                name: connection,
                environmentUserAttribute: setting.map(Connection.Attribute.set) ?? .none
            )
        }
    }

    /// The state after the records of a plan: Omni has all that `before` says.
    private func followed(_ before: [Labelled], _ after: [Labelled], targets: [String] = []) throws -> (
        plan: Plan, state: State
    ) {
        var state = state(before.flatMap(\.records))
        let plan = try Planner.plan(
            Manifest(bases: after.map(\.declared)),
            state: state,
            observation: .listed(
                before.flatMap(\.listed),
                connections: before.map(\.live) + others(of: (before + after).map(\.declared), besides: [])
                    + after.filter { base in !before.contains { $0.connection == base.connection } }
                    .map(\.live)
            ),
            options: {
                var options = PlanOptions()
                options.targets = targets
                return options
            }()
        )
        for record in plan.records { state.replay(record) }
        return (plan, state)
    }

    private func label(_ state: State, _ base: String) -> String? {
        state.attributes[ConnectionID(base)]?.base
    }

    private func address(_ state: State, _ connection: String, of base: String) -> String? {
        let key = EnvironmentKey(base: ConnectionID(base), connection: ConnectionID(connection))
        return state.environments[key]?.address.description
    }

    private let warehouse = Labelled(
        base: "warehouse",
        connection: "w",
        environments: ["dev": ("d", ["dev"]), "eu": ("e", ["eu"])]
    )

    private func relabelled(_ base: Labelled, _ label: String) -> Labelled {
        Labelled(
            base: label,
            connection: base.connection,
            attribute: base.attribute,
            environments: base.environments
        )
    }

    @Test func `labels of bases that change places are followed, and nothing is asked of Omni`() throws {
        let lake = Labelled(base: "lake", connection: "l", environments: ["dev": ("x", ["dev"])])
        let (plan, state) = try followed(
            [warehouse, lake],
            [relabelled(warehouse, "lake"), relabelled(lake, "warehouse")]
        )
        #expect(plan.requests == [])
        #expect(label(state, "w") == "lake")
        #expect(label(state, "l") == "warehouse")
        #expect(address(state, "d", of: "w") == "lake/dev")
        #expect(address(state, "x", of: "l") == "warehouse/dev")
    }

    @Test func `a label that another base takes leaves the records of the one that had it`() throws {
        let lake = Labelled(base: "warehouse", connection: "l", environments: [:])
        let (plan, state) = try followed([warehouse], [lake])
        #expect(plan.requests == [])
        #expect(label(state, "l") == "warehouse")
        #expect(label(state, "w") == "warehouse")
        #expect(address(state, "d", of: "w") == "warehouse/dev")
        #expect(plan.changes.contains(.orphanedBase("w")))
    }

    @Test func `the label is followed where the attribute itself is to be written`() throws {
        var renamed = relabelled(warehouse, "wh")
        renamed.attribute = "stage"
        let (plan, state) = try followed([warehouse], [renamed])
        #expect(plan.requests == ["PATCH stage []"])
        #expect(label(state, "w") == "wh")
        #expect(state.attributes[ConnectionID("w")]?.attribute.name == "environment")
    }

    @Test func `the label is followed where the manifest leaves the attribute alone by now`() throws {
        var renamed = relabelled(warehouse, "wh")
        renamed.attribute = nil
        let (plan, state) = try followed([warehouse], [renamed])
        #expect(plan.requests == [])
        #expect(label(state, "w") == "wh")
    }

    @Test func `an orphaned environment is called by the label that its base has now`() throws {
        var renamed = relabelled(warehouse, "wh")
        renamed.environments["eu"] = nil
        let (plan, state) = try followed([warehouse], [renamed])
        #expect(address(state, "e", of: "w") == "wh/eu")
        let orphans = plan.changes.compactMap { change -> String? in
            guard case .orphaned(let target, _) = change else { return nil }
            return target.address.description
        }
        #expect(orphans == ["wh/eu"])
    }

    @Test func `labels of environments that change places are followed`() throws {
        var swapped = warehouse
        swapped.environments = ["eu": ("d", ["dev"]), "dev": ("e", ["eu"])]
        let (plan, state) = try followed([warehouse], [swapped])
        #expect(plan.requests == [])
        #expect(address(state, "d", of: "w") == "warehouse/eu")
        #expect(address(state, "e", of: "w") == "warehouse/dev")
    }

    @Test
    func `an environment's label that another connection takes leaves the record of the one that had it`()
        throws
    {
        var taken = warehouse
        taken.environments["dev"] = ("new", ["new"])
        let (plan, state) = try followed([warehouse], [taken])
        #expect(plan.requests == ["POST dev", "PUT dev [new]"])
        #expect(address(state, "d", of: "w") == "warehouse/dev")
        #expect(address(state, "new", of: "w") == nil)
    }

    @Test func `what no target names keeps its label, and an apply without one makes up for it`() throws {
        let lake = Labelled(base: "lake", connection: "l", environments: ["dev": ("x", ["dev"])])
        let after = [relabelled(warehouse, "wh"), relabelled(lake, "pond")]
        let (_, targeted) = try followed([warehouse, lake], after, targets: ["wh"])
        #expect(label(targeted, "w") == "wh")
        #expect(label(targeted, "l") == "lake")
        let (_, whole) = try followed([warehouse, lake], after)
        #expect(label(whole, "l") == "pond")
        #expect(address(whole, "x", of: "l") == "pond/dev")
    }

    @Test func `adopting a base whose attribute is known does not call the attribute adopted`() throws {
        let renamed = relabelled(warehouse, "wh")
        let adoption = try Adoption(
            Manifest(bases: [renamed.declared]),
            state: state(warehouse.records),
            observation: .listed(
                warehouse.listed,
                connections: [warehouse.live] + others(of: [renamed.declared], besides: [])
            ),
            options: PlanOptions()
        )
        #expect(adoption.bases.map(\.attribute) == [nil])
        let follows = StateRecord.attribute(
            ConnectionID("w"),
            RecordedAttribute(
                base: "wh",
                attribute: EnvironmentUserAttribute(name: "environment", defaultValues: [])
            )
        )
        #expect(adoption.records.contains(follows))
    }
}
