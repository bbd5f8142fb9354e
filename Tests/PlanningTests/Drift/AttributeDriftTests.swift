import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct AttributeDriftTests {
    private static let prod = EnvironmentUserAttribute(name: "environment", defaultValues: ["prod", "live"])
    private static let same = EnvironmentUserAttribute(name: "environment", defaultValues: ["live", "prod"])
    private static let other = EnvironmentUserAttribute(name: "tenant", defaultValues: [])

    private func drift(
        before: EnvironmentUserAttribute?,
        now: Connection.Attribute,
        wanted: EnvironmentUserAttribute?
    ) throws -> AttributeDrift? {
        let id = ConnectionID("warehouse")
        let records = before.map {
            [StateRecord.attribute(id, RecordedAttribute(base: "warehouse", attribute: $0))]
        }
        let base = base(
            "warehouse",
            attribute: wanted.map { ($0.name, $0.defaultValues) },
            environments: [environment("dev", ["a"])]
        )
        return try DriftCheck.report(
            Manifest(bases: [base]),
            state: state([recorded("dev", ["a"])] + (records ?? [])),
            observation: .listed(
                [listed("dev", ["a"])],
                connections: [
                    Connection(id: id, name: "W", environmentUserAttribute: now),
                    Connection(id: ConnectionID("dev"), name: "D"),
                ]
            )
        ).bases.first?.attribute
    }

    struct Sides: Sendable {
        let before: EnvironmentUserAttribute?
        let now: Connection.Attribute
        let wanted: EnvironmentUserAttribute?
        let cause: Cause?

        init(
            _ before: EnvironmentUserAttribute?,
            _ now: Connection.Attribute,
            _ wanted: EnvironmentUserAttribute?,
            _ cause: Cause? = nil
        ) {
            (self.before, self.now, self.wanted, self.cause) = (before, now, wanted, cause)
        }
    }

    private static let sides: [Sides] = [
        Sides(prod, .set(prod), prod),
        Sides(prod, .set(same), prod),
        Sides(prod, .unreported, prod),
        Sides(prod, .set(other), prod, .drift),
        Sides(prod, .none, prod, .drift),
        Sides(prod, .set(prod), other, .pending),
        Sides(prod, .set(prod), nil, .pending),
        Sides(prod, .set(other), other, .both),
        Sides(prod, .set(other), nil, .both),
        Sides(nil, .set(other), prod, .pending),
        Sides(nil, .set(prod), prod),
        Sides(nil, .set(other), nil),
    ]

    @Test(arguments: sides)
    func `the attribute is told apart by its three sides`(_ sides: Sides) throws {
        let drift = try drift(before: sides.before, now: sides.now, wanted: sides.wanted)
        #expect(drift?.cause == sides.cause)
    }
}

@Suite struct ConnectionDriftTests {
    private func report(_ reference: ConnectionReference, now: [Connection]) throws -> [ConnectionDrift] {
        let environment = Environment(
            label: at("dev"),
            connection: at(reference),
            values: [at("a")]
        )
        return try DriftCheck.report(
            Manifest(bases: [base("warehouse", environments: [environment])]),
            state: state(recorded("dev", ["a"]), .connectionName(ConnectionID("dev"), "Old name")),
            observation: .listed(
                [listed("dev", ["a"])],
                connections: now + [Connection(id: ConnectionID("warehouse"), name: "W")]
            )
        ).connections
    }

    @Test func `a connection that was renamed is found by the name that the last apply knew`() throws {
        let renamed = [
            Connection(id: ConnectionID("dev"), name: "New name"),
            Connection(id: ConnectionID("other"), name: "Old name"),
        ]
        let drift = try report(.name("Old name"), now: renamed)
        #expect(drift.map(\.connection.text) == ["dev"])
        #expect(drift.map(\.kind) == [.renamed(from: "Old name", to: "New name")])
        #expect(drift.map(\.cause) == [.drift])
    }

    @Test func `a manifest that has the new name already has changed too`() throws {
        let renamed = [Connection(id: ConnectionID("dev"), name: "New name")]
        #expect(try report(.name("New name"), now: renamed).map(\.cause) == [.both])
    }

    @Test func `a name that nothing goes by any more does not matter`() throws {
        let renamed = [Connection(id: ConnectionID("dev"), name: "New name")]
        #expect(try report(.id(ConnectionID("dev")), now: renamed) == [])
    }

    @Test func `deleted connections are told from those that Omni does not list`() throws {
        let deleted = Connection(id: ConnectionID("dev"), name: "Old name", isDeleted: true)
        #expect(try report(.name("Old name"), now: [deleted]).map(\.kind) == [.deleted(name: "Old name")])
        #expect(try report(.name("Old name"), now: []).map(\.kind) == [.unlisted])
    }
}
