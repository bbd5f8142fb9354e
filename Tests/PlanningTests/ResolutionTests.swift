import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import Testing

@Suite struct ResolutionTests {
    private func named(_ name: String) -> Environment {
        Environment(label: at("dev"), connection: at(.name(name)), values: [])
    }

    private func connection(_ id: String, _ name: String, isDeleted: Bool = false) -> Connection {
        Connection(id: ConnectionID(id), name: name, isDeleted: isDeleted)
    }

    private func problems(_ base: BaseConnection, _ connections: [Connection]) -> [PlanProblem.Kind] {
        do {
            _ = try plan(base, connections: connections + [connection("warehouse", "Warehouse")])
            return []
        } catch PlanFailure.invalid(let problems) {
            return problems.map(\.kind)
        } catch {
            Issue.record(error)
            return []
        }
    }

    @Test func `a name becomes the id of the connection that has it, and is recorded`() throws {
        let plan = try plan(
            base(named("Snow")),
            connections: [
                connection("id-1", "Snow"), connection("id-2", "snow"), connection("warehouse", "Warehouse"),
            ]
        )
        #expect(plan.records == [.connectionName(ConnectionID("id-1"), "Snow")])
        #expect(plan.requests == ["POST dev"])
        guard case .attach(let targets)? = plan.bases[0].steps.first else { return }
        #expect(targets.map(\.key.connection.text) == ["id-1"])
    }

    @Test func `an unknown, an ambiguous and a deleted connection's name are errors`() {
        #expect(
            problems(base(named("Snow")), [connection("1", "Rain")]) == [
                .unknownName("Snow", known: ["Rain", "Warehouse"])
            ]
        )
        let twins = [connection("2", "Snow"), connection("1", "Snow")]
        #expect(
            problems(base(named("Snow")), twins) == [
                .ambiguousName("Snow", [ConnectionID("1"), ConnectionID("2")])
            ]
        )
        #expect(
            problems(base(named("Snow")), [connection("1", "Snow", isDeleted: true)]) == [
                .unknownName("Snow", known: ["Warehouse"])
            ]
        )
    }

    @Test func `names can show what ids alone did not`() {
        let own = base(named("Base"))
        #expect(problems(own, [connection("warehouse", "Base")]).contains(.isItsOwnBase))
        let twice = base(named("Snow"), environment("id-1", []))
        #expect(problems(twice, [connection("id-1", "Snow")]) == [.attachedTwice(ConnectionID("id-1"))])
    }

    @Test func `offline, the names of earlier applies are used`() throws {
        let known = state(.connectionName(ConnectionID("id-1"), "Snow"))
        let manifest = Manifest(bases: [base(named("Snow"))])
        let plan = try Planner.plan(manifest, state: known, observation: .offline)
        #expect(plan.requests == ["POST dev"])
        #expect(throws: PlanFailure.self) { try Planner.plan(manifest, state: nil, observation: .offline) }
    }

    @Test func `an unfinished create is cleared up by the list, and stops a plan that has none`() throws {
        let key = EnvironmentKey(base: ConnectionID("warehouse"), connection: ConnectionID("dev"))
        let address = Address(base: "warehouse", environment: "dev")
        let cutOff = state(.intent(key, address), recorded("eu", []))
        let found = try plan(
            base(environment("dev", []), environment("eu", [])),
            state: cutOff,
            listed: [listed("dev", []), listed("eu", [])]
        )
        #expect(found.records == [recorded("dev", [])])
        #expect(!found.hasChanges)
        let missing = try plan(
            base(environment("dev", []), environment("eu", [])),
            state: cutOff,
            listed: [listed("eu", [])]
        )
        #expect(missing.records == [.intentDropped(key)])
        #expect(missing.requests == ["POST dev"])
        let manifest = Manifest(bases: [base(environment("dev", []))])
        #expect(throws: PlanFailure.unresolvedIntents([address], isOffline: false)) {
            try Planner.plan(manifest, state: cutOff, observation: .noListEndpoint(connections: nil))
        }
    }
}
