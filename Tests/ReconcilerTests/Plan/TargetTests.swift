<<<<<<< HEAD
import LocatedYAML
=======
>>>>>>> a7b25f1d2ac5109d9f79bf4acd69dbbe60ae78de
import OmniAPI
import Reconciler
import Testing

<<<<<<< HEAD
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
            [UnknownTarget("warehouse", .renamed(to: "wh"))],
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
        #expect(error == .unknownTargets([UnknownTarget("warehouse", .renamed(to: "wh"))], known: ["wh"]))
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
            throws: PlanFailure.unknownTargets([UnknownTarget("warehouse", .left)], known: ["other"])
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

    @Test func `the recorded label of an attribute follows the base`() throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: [])
        let before = state(
            .attribute(Self.connection, RecordedAttribute(base: "warehouse", attribute: attribute))
        )
        let wh = BaseConnection(
            label: at("wh"),
            connection: at(.id(Self.connection)),
            userAttribute: UserAttributeSetting(name: at("environment"), defaultValues: []),
            isolation: .report,
            environments: []
        )
        let plan = try plan(wh, state: before)
        #expect(
            plan.records == [
                .attribute(Self.connection, RecordedAttribute(base: "wh", attribute: attribute))
            ]
        )
=======
/// `--target base/environment`.
@Suite struct TargetTests {
    private let manifest = base(
        environment("a", ["1"]),
        environment("b", ["2"]),
        environment("c", ["3"]),
        environment("d", ["4"]),
        environment("e", ["5"]),
        environment("new", [])
    )
    private let before = [
        listed("a", []), listed("b", ["1"]), listed("c", ["2"]), listed("d", []), listed("e", ["5"]),
    ]

    private func targeting(_ targets: String..., attribute: EnvironmentUserAttribute? = nil) throws -> Plan {
        try plan(manifest, listed: before) { $0.targets = targets }
    }

    @Test func `its group is every holder that exchanges values with one of the group`() throws {
        let plan = try targeting("warehouse/b")
        #expect(plan.requests == ["PUT c [3]", "PUT b [2]", "PUT a [1]"])
        #expect(plan.bases[0].group?.map(\.text) == ["a", "b", "c"])
        #expect(plan.records == [recorded("a", []), recorded("b", ["1"]), recorded("c", ["2"])])
    }

    @Test func `an environment that exchanges nothing is planned alone, and several targets together`() throws
    {
        #expect(try targeting("warehouse/d").requests == ["PUT d [4]"])
        #expect(try targeting("warehouse/new").requests == ["POST new"])
        #expect(try targeting("warehouse/d", "warehouse/new").requests == ["POST new", "PUT d [4]"])
        #expect(try targeting("warehouse/d", "warehouse").requests.count == 5)
        #expect(try !targeting("warehouse/e").hasChanges)
    }

    @Test func `of the base only default values are written, under the live name`() throws {
        let live = Connection(
            id: ConnectionID("warehouse"),
            name: "W",
            environmentUserAttribute: .set(EnvironmentUserAttribute(name: "env", defaultValues: ["p"]))
        )
        let make = { (target: String) in
            try plan(
                base(
                    attribute: ("stage", ["q"]),
                    environments: [environment("a", ["p"]), environment("b", ["x"])]
                ),
                listed: [listed("a", []), listed("b", [])],
                connections: [live],
                options: { $0.targets = [target] }
            )
        }
        #expect(try make("warehouse/a").requests == ["PATCH env [q]", "PUT a [p]"])
        #expect(try make("warehouse/b").requests == ["PUT b [x]"])
    }

    @Test func `an address that nobody knows is an error`() throws {
        #expect(throws: PlanFailure.self) { try targeting("warehouse/zz") }
        #expect(throws: PlanFailure.self) { try targeting("other/a") }
    }

    @Test func `afterwards only the group is compared`() throws {
        var options = PlanOptions()
        options.targets = ["warehouse/b"]
        let manifest = Manifest(bases: [self.manifest])
        let plan = try Planner.plan(
            manifest,
            state: nil,
            observation: .listed(before, connections: nil),
            options: options
        )
        let after = [
            listed("a", ["1"]), listed("b", ["2"]), listed("c", []), listed("d", []), listed("e", ["5"]),
        ]
        let changes = try Planner.changes(
            manifest,
            state: nil,
            observation: .listed(after, connections: nil),
            options: options,
            after: plan
        )
        let unmet = changes.filter(\.needsRequest)
        guard case .setValues(let target, [], ["3"], _)? = unmet.first, unmet.count == 1 else {
            Issue.record("\(unmet)")
            return
        }
        #expect(target.address.environment == "c")
    }

    @Test func `expectations about other values are left alone`() throws {
        let plan = try targeting("warehouse/b")
        let expectation = { (value: String, target: String) in
            Expectation(base: at("warehouse"), value: at(value), target: at(target))
        }
        #expect(plan.concerns(expectation("2", "b")))
        #expect(plan.concerns(expectation("3", "base")))
        #expect(!plan.concerns(expectation("4", "d")))
        #expect(!plan.concerns(expectation("zz", "base")))
>>>>>>> a7b25f1d2ac5109d9f79bf4acd69dbbe60ae78de
    }
}
