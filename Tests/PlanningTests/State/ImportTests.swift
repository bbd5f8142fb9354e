import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct ImportTests {
    private let address = Address(base: "warehouse", environment: "dev")
    private let id = EnvironmentID("env-7")
    private let key = EnvironmentKey(base: ConnectionID("warehouse"), connection: ConnectionID("dev"))

    @Test func `an imported environment ends an unfinished create, and its values are set next`() throws {
        let manifest = Manifest(bases: [base(environment("dev", ["a"]))])
        var state = state(.intent(key, address))
        state.replay(try Import.record(address, id: id, manifest: manifest, state: state))
        #expect(state.intents.isEmpty)
        let plan = try Planner.plan(manifest, state: state, observation: .noListEndpoint(connections: nil))
        #expect(plan.requests == ["PUT dev [a]"])
    }

    @Test func `what is known, or named nowhere, is not imported`() {
        let manifest = Manifest(bases: [base(environment("dev", []))])
        let other = Address(base: "warehouse", environment: "eu")
        #expect(throws: Import.Problem.unknownAddress(other)) {
            try Import.record(other, id: id, manifest: manifest, state: nil)
        }
        #expect(throws: Import.Problem.knownAlready(address, EnvironmentID("id-dev"))) {
            try Import.record(address, id: id, manifest: manifest, state: state(recorded("dev", [])))
        }
    }

    @Test func `the id of a connection, or of another environment, is not taken`() {
        let manifest = Manifest(bases: [base(environment("dev", []), environment("eu", []))])
        #expect(throws: Import.Problem.isConnection(EnvironmentID("DEV"))) {
            try Import.record(address, id: EnvironmentID("DEV"), manifest: manifest, state: nil)
        }
        let eu = Address(base: "warehouse", environment: "eu")
        #expect(throws: Import.Problem.isAnothers(EnvironmentID("id-eu"), eu)) {
            try Import.record(
                address,
                id: EnvironmentID("id-eu"),
                manifest: manifest,
                state: state(recorded("eu", []))
            )
        }
    }
}
