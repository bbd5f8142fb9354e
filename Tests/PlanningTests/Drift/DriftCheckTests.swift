import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct DriftCheckTests {
    private func report(
        _ bases: BaseConnection...,
        state: State? = nil,
        listed: [ConnectionEnvironment],
        connections: [Connection] = [],
        options: PlanOptions = PlanOptions()
    ) throws -> DriftReport {
        try DriftCheck.report(
            bases.isEmpty ? nil : Manifest(bases: bases),
            state: state,
            observation: .listed(listed, connections: connections + known(["warehouse", "dev", "eu", "uk"])),
            options: options
        )
    }

    private func known(_ names: [String]) -> [Connection] {
        names.map { Connection(id: ConnectionID($0), name: $0.uppercased()) }
    }

    struct Sides: Sendable {
        let before: [AttributeValue]?
        let now: [AttributeValue]?
        let wanted: [AttributeValue]?
        let kind: EnvironmentDrift.Kind?
        let cause: Cause?

        init(
            _ before: AttributeValue?,
            _ now: AttributeValue?,
            _ wanted: AttributeValue?,
            _ kind: EnvironmentDrift.Kind? = nil,
            _ cause: Cause? = nil
        ) {
            self.before = before.map { [$0] }
            self.now = now.map { [$0] }
            self.wanted = wanted.map { [$0] }
            self.kind = kind
            self.cause = cause
        }
    }

    /// Every combination of what the last apply, Omni and the manifest have of one environment.
    private static let sides: [Sides] = [
        Sides("a", "a", "a"),
        Sides("a", "x", "a", .values, .drift),
        Sides("a", "a", "x", .values, .pending),
        Sides("a", "x", "x", .values, .both),
        Sides("a", "x", "y", .values, .both),
        Sides("a", nil, "a", .detached, .drift),
        Sides("a", nil, "x", .detached, .both),
        Sides("a", nil, nil, .detached, .both),
        Sides("a", "a", nil, .orphaned, .pending),
        Sides("a", "x", nil, .orphaned, .both),
        Sides(nil, "a", nil, .attached, .drift),
        Sides(nil, "a", "a", .attached, .both),
        Sides(nil, nil, "a", .missing, .pending),
        Sides(nil, nil, nil),
    ]

    @Test(arguments: sides)
    func `an environment is told apart by its three sides`(_ sides: Sides) throws {
        let wanted = sides.wanted.map { [environment("dev", $0)] } ?? []
        let before = sides.before.map { [recorded("dev", $0)] } ?? []
        let now = sides.now.map { [listed("dev", $0)] } ?? []
        let report = try report(
            base([environment("eu", ["e"])] + wanted),
            state: state([recorded("eu", ["e"])] + before),
            listed: [listed("eu", ["e"])] + now
        )
        let found = report.bases.flatMap(\.environments)
        #expect(found.first?.kind == sides.kind)
        #expect(found.first?.cause == sides.cause)
        #expect(found.count == (sides.kind == nil ? 0 : 1))
        #expect(report.hasDrift == (sides.cause == .drift || sides.cause == .both))
    }

    private func base(_ environments: [Environment]) -> BaseConnection { base(environments: environments) }

    private func base(
        attribute: (name: String, defaults: [AttributeValue])? = nil,
        environments: [Environment]
    ) -> BaseConnection {
        PlanningTestSupport.base("warehouse", attribute: attribute, environments: environments)
    }

    @Test func `each value says who changed it`() throws {
        let report = try report(
            base([environment("dev", ["kept", "here", "same"])]),
            state: state(recorded("dev", ["kept", "dropped", "taken"])),
            listed: [listed("dev", ["kept", "dropped", "same", "there"])]
        )
        let values = try #require(report.bases.first?.environments.first?.values)
        #expect(
            values.map { "\($0.value) \($0.cause.rawValue) \($0.isCurrent) \($0.isWanted)" } == [
                "dropped pending true false", "here pending false true", "same both true true",
                "taken both false false", "there drift true false",
            ]
        )
    }

    @Test func `without a manifest nothing is pending, and all else is seen`() throws {
        let report = try report(
            state: state(recorded("dev", ["a"]), recorded("eu", ["e"])),
            listed: [listed("dev", ["x"]), listed("uk", [])]
        )
        let found = report.bases.flatMap(\.environments)
        #expect(found.map(\.kind) == [.values, .detached, .attached])
        #expect(report.count(of: .drift) == 3)
    }

    @Test func `without a state Omni is compared with the manifest`() throws {
        let report = try report(
            base([environment("dev", ["a"]), environment("eu", ["e"])]),
            listed: [listed("dev", ["x"]), listed("uk", [])]
        )
        #expect(report.basis == .manifest)
        #expect(report.bases.flatMap(\.environments).map(\.kind) == [.values, .detached, .attached])
        #expect(report.count(of: .drift) == 3)
    }

    @Test func `a base that no apply has touched yet does not drift`() throws {
        let report = try report(
            base([environment("dev", ["a"])]),
            state: state(),
            listed: [listed("dev", ["x"]), listed("uk", [])]
        )
        #expect(!report.hasDrift)
        #expect(report.bases.flatMap(\.environments).map(\.cause) == [.pending])
    }

    @Test func `a base that has left the manifest is compared all the same`() throws {
        let report = try report(
            PlanningTestSupport.base("other", environments: []),
            state: state(recorded("dev", ["a"])),
            listed: [listed("dev", ["x"])],
            connections: known(["other"])
        )
        #expect(report.bases.map(\.label) == ["warehouse"])
        #expect(report.bases.flatMap(\.environments).map(\.cause) == [.both])
    }

    @Test func `targets leave the other bases out`() throws {
        var options = PlanOptions()
        options.targets = ["other"]
        let report = try report(
            PlanningTestSupport.base("other", environments: []),
            state: state(recorded("dev", ["a"])),
            listed: [listed("dev", ["x"])],
            connections: known(["other"]),
            options: options
        )
        #expect(report.bases == [])
    }

    @Test func `a create that was cut off is no drift`() throws {
        let key = EnvironmentKey(base: ConnectionID("warehouse"), connection: ConnectionID("dev"))
        let report = try report(
            base([environment("dev", []), environment("eu", [])]),
            state: state(
                recorded("eu", []),
                .intent(key, Address(base: "warehouse", environment: "dev"))
            ),
            listed: [listed("dev", []), listed("eu", [])]
        )
        #expect(report.bases == [])
    }

    @Test func `an empty list is refused while the state has environments`() throws {
        #expect(throws: PlanFailure.emptyList(recorded: 1)) {
            try report(base([environment("dev", [])]), state: state(recorded("dev", [])), listed: [])
        }
    }

    @Test func `without a list attributes and connections are compared`() throws {
        let attribute = EnvironmentUserAttribute(name: "environment", defaultValues: ["prod"])
        let record = RecordedAttribute(base: "warehouse", attribute: attribute)
        let connections = [
            Connection(
                id: ConnectionID("warehouse"),
                name: "W",
                environmentUserAttribute: .set(
                    EnvironmentUserAttribute(name: "tenant", defaultValues: ["prod"])
                )
            ), Connection(id: ConnectionID("dev"), name: "D", isDeleted: true),
        ]
        let report = try DriftCheck.report(
            Manifest(bases: [
                base(attribute: ("environment", ["prod"]), environments: [environment("dev", ["a"])])
            ]),
            state: state(recorded("dev", ["a"]), .attribute(ConnectionID("warehouse"), record)),
            observation: .noListEndpoint(connections: connections)
        )
        #expect(!report.seesEnvironments)
        #expect(report.bases.map(\.environments) == [[]])
        #expect(report.bases.first?.attribute?.cause == .drift)
        #expect(report.connections.map(\.kind) == [.deleted(name: "D")])
    }
}
