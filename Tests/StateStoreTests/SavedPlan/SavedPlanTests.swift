import Diagnostics
import FoundationEssentials
import JSONText
import LocatedYAML
import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@testable import StateStore

@Suite struct SavedPlanTests {
    private let instance = "https://acme.omniapp.co"
    private let state = PlanningTestSupport.state(
        recorded("dev", ["a"]),
        recorded("eu", ["b"]),
        recorded("old", ["o"])
    )
    private let omni = [
        listed("dev", ["a"]), listed("eu", ["b"]), listed("old", ["o"]), listed("else", ["z"]),
    ]

    private func origin(_ text: String = "one", state: State?? = nil, instance: String? = nil)
        -> SavedPlan.Origin
    {
        let manifest = Manifest(
            bases: [base(environment("dev", ["b"]), environment("eu", ["a"]), environment("uk", ["c"]))]
        )
        return SavedPlan.Origin(
            manifest: manifest,
            sources: SourceList([SourceFile(name: "omnienv.yaml", bytes: Array(text.utf8))]),
            paths: ["omnienv.yaml"],
            files: ["omnienv.yaml"],
            state: state ?? self.state,
            instance: instance ?? self.instance
        )
    }

    private func planned(_ observation: Observation) throws -> Plan {
        var options = PlanOptions()
        options.prunes = true
        return try Planner.plan(
            origin().manifest,
            state: origin().state,
            observation: observation,
            options: options
        )
    }

    /// A plan that attaches, swaps, detaches and records, saved and read again.
    private func sealed(_ observation: Observation? = nil, shown: String = "the plan") throws -> (
        plan: Plan, sealed: SealedPlan
    ) {
        let observation = observation ?? .listed(omni, connections: nil)
        let plan = try planned(observation)
        var options = PlanOptions()
        options.prunes = true
        let saved = SavedPlan(plan, from: origin(), observation: observation, options: options)
        return (plan, try SealedPlan(text: saved.text(showing: .string(shown))))
    }

    private func confirm(_ sealed: SealedPlan, _ observation: Observation) throws -> Plan {
        let plan = try planned(observation)
        return try sealed.confirm(plan, from: origin(), seeing: observation, showing: "the plan")
    }

    private func staleness(_ sealed: SealedPlan, _ observation: Observation) -> [Staleness]? {
        do {
            _ = try confirm(sealed, observation)
            return nil
        } catch {
            guard case .stale(let changes)? = error as? SavedPlanProblem else { return [] }
            return changes
        }
    }

    @Test func `the plan that is made anew is carried out, and says that the file is used up`() throws {
        let (plan, sealed) = try sealed()
        #expect(plan.bases[0].routing.windows.count == 2)
        let confirmed = try confirm(sealed, .listed(omni.reversed(), connections: nil))
        #expect(confirmed.bases == plan.bases)
        #expect(confirmed.records == [.planApplied(sealed.seal.text)] + plan.records)
        #expect(sealed.saved.options.prunes)
        #expect(throws: Never.self) { try sealed.check(origin()) }
    }

    @Test func `a file that shows another plan is refused`() throws {
        let sealed = try sealed(shown: "another plan").sealed
        #expect(throws: SavedPlanProblem.edited) {
            try confirm(sealed, .listed(omni, connections: nil))
        }
    }

    @Test func `a manifest or a state that has changed makes it stale`() throws {
        let sealed = try sealed().sealed
        var later = state
        later.replay(recorded("dev", ["x"]))
        var other = State(header: StateHeader(lineage: "other", instance: instance))
        for record in state.records { other.replay(record) }
        #expect(throws: SavedPlanProblem.stale([.manifest])) { try sealed.check(origin("two")) }
        #expect(throws: SavedPlanProblem.stale([.state])) { try sealed.check(origin(state: later)) }
        #expect(throws: SavedPlanProblem.stale([.otherState])) { try sealed.check(origin(state: other)) }
        #expect(throws: SavedPlanProblem.stale([.manifest, .otherState])) {
            try sealed.check(origin("two", state: .some(nil)))
        }
    }

    @Test func `another instance is refused`() throws {
        let sealed = try sealed().sealed
        let other = "https://other.omniapp.co"
        #expect(throws: SavedPlanProblem.otherInstance(plan: instance, wanted: other)) {
            try sealed.check(origin(instance: other))
        }
    }

    @Test func `a plan that the state says was applied is used`() throws {
        let sealed = try sealed().sealed
        var later = state
        later.replay(.planApplied(sealed.seal.text))
        #expect(throws: SavedPlanProblem.used) { try sealed.check(origin(state: later)) }
    }

    @Test func `what has changed in Omni is named`() throws {
        let sealed = try sealed().sealed
        let changed = [listed("dev", ["x"]), listed("eu", ["b"]), listed("else", ["z"]), listed("new", [])]
        #expect(
            staleness(sealed, .listed(changed, connections: nil))
                == [.environments(["warehouse/dev", "warehouse/new", "warehouse/old"])]
        )
        #expect(staleness(sealed, .noListEndpoint(connections: nil)) == [.list])
    }

    @Test func `other bases and the order of values do not matter`() throws {
        let sealed = try sealed().sealed
        let more = omni.reversed() + [listed("dev", ["a"], base: "app")]
        #expect(staleness(sealed, .listed(more, connections: nil)) == nil)
    }

    @Test func `the attribute of a planned base matters, other connections do not`() throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: ["p", "q"])
        func connections(_ attribute: Connection.Attribute, _ more: Connection...) -> Observation {
            let names = ["warehouse", "dev", "eu", "uk", "old"]
            let all = names.map {
                Connection(id: ConnectionID($0), name: $0, environmentUserAttribute: attribute)
            }
            return .listed(omni, connections: all + more)
        }
        let sealed = try sealed(connections(.set(attribute))).sealed
        let same = EnvironmentUserAttribute(name: "environment", defaultValues: ["q", "p"])
        let other = Connection(id: ConnectionID("other"), name: "other")
        #expect(staleness(sealed, connections(.set(same), other)) == nil)
        #expect(staleness(sealed, connections(.none)) == [.connections])
    }
}
