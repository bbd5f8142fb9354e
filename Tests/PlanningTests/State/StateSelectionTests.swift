import LocatedYAML
import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct StateSelectionTests {
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
        let selection = StateSelection(state)
        #expect(selection.all.map(\.name) == ["warehouse/dev", "warehouse/eu", "warehouse"])
        for text in ["warehouse/dev", "id-dev"] {
            #expect(try selection.entry(text).name == "warehouse/dev")
        }
        #expect(try selection.entry("warehouse/eu") == .intent(eu, address))
        #expect(try selection.entry("warehouse").name == "warehouse")
        #expect(throws: StateSelection.Problem.unknown("warehouse/dve", meant: "warehouse/dev")) {
            try selection.entry("warehouse/dve")
        }
    }

    @Test func `two environments of one address are told apart by their ids`() throws {
        let twin = RecordedEnvironment(
            id: EnvironmentID("id-twin"),
            address: Address(base: "warehouse", environment: "dev"),
            values: [],
            isProtected: false
        )
        let selection = StateSelection(state(recorded("dev", ["a"]), .environment(eu, twin)))
        #expect(
            throws: StateSelection.Problem.ambiguous(
                "warehouse/dev",
                ["id-dev", "id-twin"]
            )
        ) { try selection.entry("warehouse/dev") }
        #expect(try selection.entry("id-twin").forgetting == .forgotten(eu))
        #expect(try selection.entries("warehouse/dev").count == 2)
    }

    @Test func `attributes of two bases that had one label are told apart by their bases`() throws {
        let other = StateRecord.attribute(
            ConnectionID("lake"),
            RecordedAttribute(
                base: "warehouse",
                attribute: EnvironmentUserAttribute(name: "stage", defaultValues: [])
            )
        )
        let selection = StateSelection(state(attribute, other, .intent(eu, address)))
        #expect(throws: StateSelection.Problem.ambiguous("warehouse", ["lake", "warehouse"])) {
            try selection.entry("warehouse")
        }
        #expect(try selection.entry("lake").forgetting == .attributeForgotten(ConnectionID("lake")))
        #expect(try selection.entry("eu") == .intent(eu, address))
    }

    @Test func `an environment that was being attached again is forgotten with its intent`() throws {
        var state = state(recorded("eu", ["a"]), .intent(eu, address))
        state.replay(try StateSelection(state).entry("warehouse/eu").forgetting)
        #expect(state.environments.isEmpty && state.intents.isEmpty)
    }

    @Test func `the outlook follows from the manifest, by ids and by remembered names`() throws {
        let state = state(recorded("dev", []), .connectionName(ConnectionID("dev"), "Dev"), attribute)
        let selection = StateSelection(state)
        let dev = try selection.entry("warehouse/dev")
        let label = try selection.entry("warehouse")
        let named = Environment(label: at("x"), connection: at(.name("Dev")), values: [])
        let outlook = { (entry: StateSelection.Entry, bases: [BaseConnection]) in
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
