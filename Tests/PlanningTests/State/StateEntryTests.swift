import LocatedYAML
import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct StateEntryTests {
    private let attribute = StateRecord.attribute(
        ConnectionID("warehouse"),
        RecordedAttribute(
            base: "warehouse",
            attribute: EnvironmentUserAttribute(name: "environment", defaultValues: [])
        )
    )
    private let eu = EnvironmentKey(base: ConnectionID("warehouse"), connection: ConnectionID("eu"))
    private let address = Address(base: "warehouse", environment: "eu")

    @Test func `addresses, ids and labels name one entry each`() throws {
        let state = state(recorded("dev", ["a"]), attribute, .intent(eu, address))
        #expect(state.entries.map(\.name) == ["warehouse/dev", "warehouse/eu", "warehouse"])
        for text in ["warehouse/dev", "id-dev"] {
            #expect(try state.entry(called: text).name == "warehouse/dev")
        }
        #expect(try state.entry(called: "warehouse/eu") == .intent(eu, address))
        #expect(try state.entry(called: "warehouse").name == "warehouse")
        #expect(throws: StateEntry.Problem.unknown("warehouse/dve", meant: "warehouse/dev")) {
            try state.entry(called: "warehouse/dve")
        }
    }

    @Test func `two environments of one address are told apart by their ids`() throws {
        let twin = RecordedEnvironment(
            id: EnvironmentID("id-twin"),
            address: Address(base: "warehouse", environment: "dev"),
            values: [],
            isProtected: false
        )
        let state = state(recorded("dev", ["a"]), .environment(eu, twin))
        #expect(
            throws: StateEntry.Problem.ambiguous(
                "warehouse/dev",
                ["id-dev", "id-twin"]
            )
        ) { try state.entry(called: "warehouse/dev") }
        #expect(try state.entry(called: "id-twin").forgetting == .forgotten(eu))
        #expect(try state.entries(called: "warehouse/dev").count == 2)
    }

    @Test func `attributes of two bases that had one label are told apart by their bases`() throws {
        let other = StateRecord.attribute(
            ConnectionID("lake"),
            RecordedAttribute(
                base: "warehouse",
                attribute: EnvironmentUserAttribute(name: "stage", defaultValues: [])
            )
        )
        let state = state(attribute, other, .intent(eu, address))
        #expect(throws: StateEntry.Problem.ambiguous("warehouse", ["lake", "warehouse"])) {
            try state.entry(called: "warehouse")
        }
        #expect(try state.entry(called: "lake").forgetting == .attributeForgotten(ConnectionID("lake")))
        #expect(try state.entry(called: "eu") == .intent(eu, address))
    }

    @Test func `an environment that was being attached again is forgotten with its intent`() throws {
        var state = state(recorded("eu", ["a"]), .intent(eu, address))
        state.replay(try state.entry(called: "warehouse/eu").forgetting)
        #expect(state.environments.isEmpty && state.intents.isEmpty)
    }

    @Test func `the outlook follows from the manifest, by ids and by remembered names`() throws {
        let state = state(recorded("dev", []), .connectionName(ConnectionID("dev"), "Dev"), attribute)
        let dev = try state.entry(called: "warehouse/dev")
        let label = try state.entry(called: "warehouse")
        let named = Environment(label: at("x"), connection: at(.name("Dev")), values: [])
        let outlook = { (entry: StateEntry, bases: [BaseConnection]) in
            entry.outlook(in: Manifest(bases: bases), state: state)
        }
        #expect(outlook(dev, [base(environment("dev", []))]) == .adoptedAgain)
        #expect(outlook(dev, [base("warehouse", environments: [named])]) == .adoptedAgain)
        #expect(outlook(dev, [base(environment("eu", []))]) == .unmanaged)
        #expect(outlook(dev, [base("other", environments: [environment("dev", [])])]) == .unmanaged)
        #expect(outlook(label, [base(attribute: ("environment", []), environments: [])]) == .adoptedAgain)
        #expect(outlook(label, [base(environments: [])]) == .unmanaged)
        #expect(dev.outlook(in: nil, state: state) == .unknown)
    }
}
