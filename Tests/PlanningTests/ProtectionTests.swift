import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

/// Values that an apply left at a protected pair of base and connection.
@Suite struct ProtectionTests {
    private typealias Values = [AttributeValue]

    /// Omni has what the last apply left, under labels that are the connections' ids.
    private struct Before {
        var held: [(label: String, values: Values)]
        var protected: Set<String>

        var state: State {
            PlanningTestSupport.state(
                held.map { recorded($0.label, $0.values, protect: protected.contains($0.label)) }
            )
        }

        var listed: [ConnectionEnvironment] {
            held.map { PlanningTestSupport.listed($0.label, $0.values) }
        }

        func plan(_ after: Environment..., options: (inout PlanOptions) -> Void = { _ in }) throws -> Plan {
            try PlanningTestSupport.plan(
                base(environments: after),
                state: state,
                listed: listed,
                options: options
            )
        }
    }

    private static let pair = Before(held: [("a", ["x", "v"]), ("b", ["y"])], protected: ["a"])

    private static func labelled(_ label: String, on connection: String, _ values: Values, protect: Bool)
        -> Environment
    {
        Environment(
            label: at(label),
            connection: at(.id(ConnectionID(connection))),
            values: values.map(at),
            isProtected: protect
        )
    }

    @Test func `a value that another environment would get is refused though others stay`() throws {
        let plan = try Self.pair.plan(
            environment("a", ["v"], protect: true),
            environment("b", ["x", "y"])
        )
        #expect(plan.losses == ["a loses x: a → b"])
    }

    @Test func `a swap with a protected environment is refused`() throws {
        let plan = try Self.pair.plan(
            environment("a", ["v", "y"], protect: true),
            environment("b", ["x"])
        )
        #expect(plan.losses == ["a loses x: a → b"])
    }

    @Test func `a cycle of three is refused for each value that leaves a protected one`() throws {
        let before = Before(held: [("a", ["x"]), ("b", ["y"]), ("c", ["z"])], protected: ["a", "c"])
        let plan = try before.plan(
            environment("a", ["z"], protect: true),
            environment("b", ["x"]),
            environment("c", ["y"], protect: true)
        )
        #expect(plan.losses == ["a loses x: a → b", "c loses z: c → a"])
    }

    @Test func `a value that would fall back to the base is refused`() throws {
        let plan = try Self.pair.plan(environment("a", ["v"], protect: true), environment("b", ["y"]))
        #expect(plan.losses == ["a loses x: a → base"])
    }

    private static func warehouse(_ attribute: EnvironmentUserAttribute) -> Connection {
        Connection(id: ConnectionID("warehouse"), name: "W", environmentUserAttribute: .set(attribute))
    }

    @Test func `a value that the base takes among its default values is refused`() throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: [])
        let plan = try plan(
            base(
                attribute: ("environment", ["x"]),
                environments: [environment("a", ["v"], protect: true), environment("b", ["y"])]
            ),
            state: Self.pair.state,
            listed: Self.pair.listed,
            connections: [Self.warehouse(attribute)]
        )
        #expect(plan.losses == ["a loses x: a → base"])
    }

    @Test func `an attribute that is removed takes everyone from a protected environment`() throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: [])
        var known = Self.pair.state
        known.replay(
            .attribute(ConnectionID("warehouse"), RecordedAttribute(base: "warehouse", attribute: attribute))
        )
        let plan = try plan(
            base(environment("a", ["x", "v"], protect: true), environment("b", ["y"])),
            state: known,
            listed: Self.pair.listed,
            connections: [Self.warehouse(attribute)]
        ) { $0.prunes = true }
        #expect(plan.requests == ["PATCH null"])
        #expect(plan.losses == ["a loses v: a → base", "a loses x: a → base"])
    }

    @Test func `labels that change places with their values are renamed`() throws {
        let plan = try Self.pair.plan(
            Self.labelled("b", on: "a", ["x", "v"], protect: true),
            Self.labelled("a", on: "b", ["y"], protect: false)
        )
        #expect(plan.requests == [])
        #expect(plan.refusals == [])
    }

    @Test func `labels that change places without their values hand them to other connections`() throws {
        let plan = try Self.pair.plan(
            Self.labelled("a", on: "b", ["x", "v"], protect: true),
            Self.labelled("b", on: "a", ["y"], protect: true)
        )
        #expect(plan.losses == ["b on a loses v: a → b", "b on a loses x: a → b"])
    }

    @Test func `a label that gets another connection hands its values over, with --prune and without`() throws
    {
        let after = [
            Self.labelled("a", on: "new", ["x", "v"], protect: true), environment("b", ["y"]),
        ]
        for prunes in [false, true] {
            let plan = try Self.pair.plan(after[0], after[1]) { $0.prunes = prunes }
            #expect(plan.losses == ["a loses v: a → new", "a loses x: a → new"])
        }
    }

    @Test func `without protection a held value is still an error that names its holder`() throws {
        let before = Before(held: Self.pair.held, protected: [])
        #expect(throws: PlanFailure.self) {
            try before.plan(
                Self.labelled("a", on: "new", ["x", "v"], protect: true),
                environment("b", ["y"])
            )
        }
    }

    @Test func `a protected environment that is only detached is said to be that`() throws {
        let plan = try Self.pair.plan(environment("b", ["y"])) { $0.prunes = true }
        #expect(plan.refusals == [.detachesProtected(Address(base: "warehouse", environment: "a"))])
    }

    @Test func `the plan that lifts protection takes nothing, and the next one may`() throws {
        let lifting = try Self.pair.plan(environment("a", ["v"]), environment("b", ["x", "y"]))
        #expect(lifting.losses == ["a (lifting) loses x: a → b"])
        let alone = try Self.pair.plan(environment("a", ["x", "v"]), environment("b", ["y"]))
        #expect(alone.refusals == [])
        #expect(alone.lifted == [.protection(Address(base: "warehouse", environment: "a"))])
        let lifted = Before(held: Self.pair.held, protected: [])
        #expect(try lifted.plan(environment("a", ["v"]), environment("b", ["x", "y"])).refusals == [])
    }

    @Test func `what somebody exchanged in Omni goes back, past the base too`() throws {
        let plan = try plan(
            base(environment("a", ["x"], protect: true), environment("b", ["y"])),
            state: state(recorded("a", ["x"], protect: true), recorded("b", ["y"])),
            listed: [listed("a", ["y"]), listed("b", ["x"])]
        )
        #expect(plan.requests == ["PUT b []", "PUT a [x]", "PUT b [y]"])
        #expect(plan.refusals == [])
    }

    @Test func `a value that somebody took away in Omni still belongs to its protected environment`() throws {
        let plan = try plan(
            base(environment("a", ["v"], protect: true), environment("b", ["x", "y"])),
            state: Self.pair.state,
            listed: [listed("a", ["v"]), listed("b", ["y"])]
        )
        #expect(plan.losses == ["a loses x: base → b"])
    }

    @Test func `a protected environment that is gone from manifest and Omni keeps nobody`() throws {
        let plan = try plan(
            base(environment("b", ["x", "y"])),
            state: Self.pair.state,
            listed: [listed("b", ["y"])]
        )
        #expect(plan.requests == ["PUT b [x, y]"])
        #expect(plan.refusals == [])
    }

    @Test func `of a value that is listed twice none leaves the protected environment`() throws {
        let plan = try plan(
            base(environment("a", ["x"]), environment("b", ["y"], protect: true)),
            state: state(recorded("a", ["z"]), recorded("b", ["x", "y"], protect: true)),
            listed: [listed("a", ["x"]), listed("b", ["x", "y"])]
        )
        #expect(plan.losses == ["b loses x: a → a"])
    }

    @Test(arguments: UInt64(0)..<400)
    func `exactly the values that leave a protected environment are refused`(seed: UInt64) throws {
        let table = RandomTable(seed: seed)
        var generator = SeededRandom(seed: seed)
        let owners = table.before.keys.sorted().filter {
            $0 != RandomTable.defaults && Bool.random(using: &generator)
        }
        var known = table.state
        for (key, recorded) in table.state.environments
        where owners.contains(recorded.address.environment) {
            var recorded = recorded
            recorded.isProtected = true
            known.replay(.environment(key, recorded))
        }
        let plan = try plan(
            table.desired,
            state: known,
            listed: table.listed,
            connections: table.connections
        ) { options in
            options.prunes = true
            options.acceptsEmptyList = true
            options.maxDetach = .max
        }
        let named = plan.refusals.flatMap { refusal -> Values in
            switch refusal {
            case .takesProtected(let loss): loss.moves.map(\.value)
            case .detachesProtected(let address): table.before[address.environment] ?? []
            default: []
            }
        }
        let lost = owners.flatMap { owner in
            (table.before[owner] ?? []).filter {
                table.movedValues.contains($0)
                    && (table.attribute == .removed || table.after[owner]?.contains($0) != true)
            }
        }
        #expect(Set(named).intersection(table.movedValues) == Set(lost), "seed \(seed): \(table) \(owners)")
        let handedOver = plan.refusals.flatMap { refusal -> Values in
            guard case .takesProtected(let loss) = refusal else { return [] }
            return loss.moves.map(\.value)
        }
        #expect(table.movedValues.isSuperset(of: handedOver), "seed \(seed): \(table) \(owners)")
    }
}

extension Plan {
    /// Such as `a loses x: a → b`, and any other refusal as it is.
    fileprivate var losses: [String] {
        refusals.flatMap { refusal -> [String] in
            guard case .takesProtected(let loss) = refusal else { return ["\(refusal)"] }
            let (label, own) = (loss.address.environment, loss.key.connection.text)
            let name = (label == own ? label : "\(label) on \(own)") + (loss.isLifting ? " (lifting)" : "")
            return loss.moves.map { "\(name) loses \($0.value.text): \($0.from.words) → \($0.to.words)" }
        }
    }
}

extension Destination {
    fileprivate var words: String {
        if case .environment(let connection) = self { connection.text } else { "base" }
    }
}
