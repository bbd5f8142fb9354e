import Manifest
import OmniModel
import PlanningTestSupport
import TestSupport
import Testing

@testable import Planning

/// Lists that show what Omni's own rules exclude.
@Suite struct OddListTests {
    private let connections = ["warehouse", "dev", "eu", "other"].map {
        Connection(
            id: ConnectionID($0),
            name: "Name of \($0)",
            environmentUserAttribute: $0 == "warehouse"
                ? .set(EnvironmentUserAttribute(name: "env", defaultValues: [])) : .none
        )
    }

    private func row(_ id: String, _ connection: String, _ values: [AttributeValue]) -> ConnectionEnvironment
    {
        ConnectionEnvironment(
            id: EnvironmentID(id),
            base: ConnectionID("warehouse"),
            connection: ConnectionID(connection),
            values: values
        )
    }

    private func planned(
        _ listed: [ConnectionEnvironment],
        _ environments: [Environment],
        state: State? = nil,
        oddRows: [OddRow] = []
    ) throws -> (plan: Plan, warnings: [PlanWarning]) {
        let manifest = Manifest(bases: [base(environments: environments)])
        let observation = Observation(.listed(listed), connections: connections, oddRows: oddRows)
        let plan = try Planner.plan(manifest, state: state, observation: observation)
        let warnings = Planner.warnings(
            manifest,
            plan: plan,
            state: state,
            observation: observation,
            options: PlanOptions()
        )
        return (plan, warnings)
    }

    private func ids(_ plan: Plan) -> (written: [String], unmanaged: [String]) {
        let changes = plan.bases.flatMap(\.changes)
        let written = changes.compactMap { change in
            if case .setValues(let target, _, _, _) = change { target.id?.text } else { nil }
        }
        let unmanaged = changes.compactMap { change in
            if case .unmanaged(_, let id, _) = change { id.text } else { nil }
        }
        return (written, unmanaged)
    }

    @Test(
        arguments: [(["a"], ["z"], "id-2"), ([], [], "id-1")]
            as [([AttributeValue], [AttributeValue], String)]
    )
    func `of two environments of one pair the one with more of the wanted values counts, then the smaller id`(
        second: [AttributeValue],
        first: [AttributeValue],
        chosen: String
    ) throws {
        let rows = [row("id-1", "dev", first), row("id-2", "dev", second)]
        for rows in [rows, rows.reversed()] {
            let plan = try planned(rows, [environment("dev", ["a", "b"])]).plan
            #expect(ids(plan).written == [chosen])
            #expect(ids(plan).unmanaged == [chosen == "id-1" ? "id-2" : "id-1"])
        }
    }

    @Test func `the environment that the state knows counts before all others`() throws {
        let known = state(
            .environment(
                EnvironmentKey(base: ConnectionID("warehouse"), connection: ConnectionID("dev")),
                RecordedEnvironment(
                    id: EnvironmentID("id-2"),
                    address: Address(base: "warehouse", environment: "dev"),
                    values: [],
                    isProtected: false
                )
            )
        )
        let rows = [row("id-1", "dev", ["x"]), row("id-2", "dev", [])]
        let plan = try planned(rows, [environment("dev", ["b"])], state: known).plan
        #expect(ids(plan).written == ["id-2"])
        #expect(ids(plan).unmanaged == ["id-1"])
    }

    @Test func `a wanted value that only a twin holds is an error, since Omni would refuse it`() throws {
        let rows = [row("id-1", "dev", ["a", "c"]), row("id-2", "dev", ["b"])]
        #expect(
            throws: PlanFailure.valuesHeld([
                PlanProblem(.valueHeld("b", by: ConnectionID("dev"), address: nil), at: somewhere)
            ])
        ) {
            try planned(rows, [environment("dev", ["a", "b", "c"])])
        }
    }

    @Test func `a value in two environments is said to be so, and whoever keeps it is not said to fall back`()
        throws
    {
        let rows = [row("id-1", "dev", ["a"]), row("id-2", "eu", ["a", "b"])]
        for rows in [rows, rows.reversed()] {
            let (plan, warnings) = try planned(rows, [environment("dev", ["a"]), environment("eu", ["b"])])
            #expect(plan.requests == ["PUT eu [b]"])
            #expect(plan.bases[0].routing.moves == [])
            #expect(plan.bases[0].routing.windows == [])
            let holders = ["dev", "eu"].map {
                KnownConnection(id: ConnectionID($0), name: "Name of \($0)")
            }
            #expect(warnings == [.sharedValue(base: "warehouse", "a", holders)])
        }
    }

    @Test func `a text with commas is remarked, and no difference where its parts are wanted`() throws {
        let listed = ConnectionEnvironment(
            id: EnvironmentID("id-1"),
            base: ConnectionID("warehouse"),
            connection: ConnectionID("dev"),
            values: ["us-east", "production"],
            joinedTexts: ["us-east, production"]
        )
        let (plan, warnings) = try planned([listed], [environment("dev", ["production", "us-east"])])
        #expect(!plan.hasChanges)
        let dev = KnownConnection(id: ConnectionID("dev"), name: "Name of dev")
        #expect(warnings == [.joinedText(base: "warehouse", dev, "us-east, production")])
    }

    @Test(arguments: [
        (OddRow(base: ConnectionID("elsewhere"), connection: nil, lacks: "x"), false),
        (OddRow(base: nil, connection: ConnectionID("stranger"), lacks: "x"), false),
        (OddRow(base: ConnectionID("warehouse"), connection: ConnectionID("stranger"), lacks: "x"), true),
        (OddRow(base: nil, connection: ConnectionID("dev"), lacks: "x"), true),
        (OddRow(base: nil, connection: nil, lacks: "x"), true),
    ])
    func `a row that cannot be used stops what it may be a part of, and nothing else`(
        row: OddRow,
        stops: Bool
    )
        throws
    {
        let planned = { try self.planned([], [environment("dev", ["a"])], oddRows: [row]).plan }
        guard stops else {
            #expect(try planned().requests == ["POST dev", "PUT dev [a]"])
            return
        }
        #expect(throws: PlanFailure.oddRow(lacks: "x")) { try planned() }
    }
}
