import Manifest
import OmniModel
import PlanningTestSupport
import TestSupport
import Testing

@testable import Planning

@Suite struct PlanWarningTests {
    private func warnings(
        _ base: BaseConnection,
        attribute: Connection.Attribute?,
        state: State? = nil,
        listed: [ConnectionEnvironment] = []
    ) throws -> [PlanWarning] {
        let connections = attribute.map {
            [Connection(id: ConnectionID("warehouse"), name: "W", environmentUserAttribute: $0)]
        }
        let manifest = Manifest(bases: [base])
        let observation = Observation.listed(listed, connections: connections)
        let plan = try Planner.plan(manifest, state: state, observation: observation)
        return Planner.warnings(
            manifest,
            plan: plan,
            state: state,
            observation: observation,
            options: PlanOptions()
        ).filter { if case .unlistedConnection = $0 { false } else { true } }
    }

    @Test func `a connection to attach that Omni does not list is worth a word`() throws {
        let manifest = Manifest(bases: [base(environment("dev", []), environment("eu", []))])
        let connections = ["warehouse", "eu"].map { Connection(id: ConnectionID($0), name: $0) }
        let observation = Observation.listed([], connections: connections)
        let plan = try Planner.plan(manifest, state: nil, observation: observation)
        let warnings = Planner.warnings(
            manifest,
            plan: plan,
            state: nil,
            observation: observation,
            options: PlanOptions()
        )
        let dev = Address(base: "warehouse", environment: "dev")
        #expect(warnings == [.unlistedConnection(dev, ConnectionID("dev"))])
    }

    @Test(arguments: [
        (
            Connection(id: ConnectionID("dev"), name: "dev", isDeleted: true),
            PlanProblem.Kind.deletedConnection(ConnectionID("dev"))
        ),
        (
            Connection(id: ConnectionID("dev"), name: "dev", dialect: "postgres"),
            .otherDialect(ConnectionID("dev"), own: "postgres", base: "snowflake")
        ),
    ])
    func `what Omni would certainly refuse to attach is no plan`(_ dev: Connection, _ kind: PlanProblem.Kind)
        throws
    {
        let connections = [Connection(id: ConnectionID("warehouse"), name: "W", dialect: "snowflake"), dev]
        let manifest = Manifest(bases: [base(environment("dev", []))])
        #expect(throws: PlanFailure.invalid([PlanProblem(kind, at: somewhere)])) {
            try Planner.plan(manifest, state: nil, observation: .listed([], connections: connections))
        }
        _ = try Planner.plan(
            manifest,
            state: nil,
            observation: .listed([listed("dev", [])], connections: connections)
        )
    }

    @Test func `values that no user attribute leads to route nobody`() throws {
        let silent = PlanWarning.routesNobody(base: "warehouse")
        let valued = base(environment("dev", ["a"]))
        #expect(try warnings(valued, attribute: Connection.Attribute.none) == [silent])
        let set = EnvironmentUserAttribute(name: "environment", defaultValues: [])
        #expect(try warnings(valued, attribute: .set(set)) == [])
        #expect(try warnings(valued, attribute: .unreported) == [])
        #expect(try warnings(valued, attribute: nil) == [])
        let none = Connection.Attribute.none
        #expect(try warnings(base(environment("dev", [])), attribute: none) == [])
        let wanted = base(attribute: ("environment", []), environments: [environment("dev", ["a"])])
        #expect(try warnings(wanted, attribute: none) == [])
    }

    @Test func `a base that has vanished from the list as a whole is worth a word`() throws {
        let two = state(recorded("dev", []), recorded("eu", []))
        let elsewhere = listed("x", [], base: "other")
        let manifest = base(environment("dev", []))
        #expect(
            try warnings(manifest, attribute: nil, state: two, listed: [elsewhere])
                == [.baseVanished(base: "warehouse", recorded: 2)]
        )
        #expect(
            try warnings(manifest, attribute: nil, state: two, listed: [elsewhere, listed("eu", [])]) == []
        )
        let one = state(recorded("dev", []))
        #expect(try warnings(manifest, attribute: nil, state: one, listed: [elsewhere]) == [])
    }

    @Test func `what was detached outside and edited here is both`() throws {
        let plan = try plan(
            base(environment("dev", ["b"]), environment("eu", [])),
            state: state(recorded("dev", ["a"]), recorded("eu", [])),
            listed: [listed("eu", [])]
        )
        guard case .attach(_, _, .both)? = plan.changes.first else {
            Issue.record("\(plan.changes)")
            return
        }
    }

    @Test func `default values in another order are no edit from outside`() throws {
        let recorded = EnvironmentUserAttribute(name: "environment", defaultValues: ["a", "b"])
        let current = EnvironmentUserAttribute(name: "environment", defaultValues: ["b", "a"])
        let id = ConnectionID("warehouse")
        let plan = try plan(
            base(attribute: ("environment", ["c"]), environments: []),
            state: state(.attribute(id, RecordedAttribute(base: "warehouse", attribute: recorded))),
            connections: [Connection(id: id, name: "W", environmentUserAttribute: .set(current))]
        )
        guard case .setAttribute(_, _, .pending)? = plan.changes.first else {
            Issue.record("\(plan.changes)")
            return
        }
    }
}
