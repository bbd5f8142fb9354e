import Manifest
import OmniModel
import PlanningTestSupport
import TestSupport
import Testing

@testable import omnienv

@Suite struct LiveBaseCheckTests {
    private func connection(
        _ id: String,
        dialect: String? = "snowflake",
        isDeleted: Bool = false,
        attribute: Connection.Attribute = .none
    ) -> Connection {
        Connection(
            id: ConnectionID(id),
            name: id.uppercased(),
            dialect: dialect,
            isDeleted: isDeleted,
            environmentUserAttribute: attribute
        )
    }

    /// The subjects and verdicts, such as `warehouse ok`.
    private func check(
        _ base: BaseConnection,
        _ connections: Connection...,
        listed: [ConnectionEnvironment] = [],
        attributes: [UserAttribute]? = []
    ) -> [String] {
        let check = LiveBaseCheck(
            connections: connections + [connection("dev"), connection("eu")],
            environments: listed,
            attributes: attributes
        )
        return check.results(.init(bases: [base])).map { result in
            "\(result.verdict.rawValue) \(result.subject): \(result.message)"
                + (result.fix.map { ": \($0)" } ?? "")
        }
    }

    @Test func `a base whose connections all fit is one line`() {
        #expect(
            check(base(environment("dev", []), environment("eu", [])), connection("warehouse")) == [
                "ok warehouse: the base connection \"WAREHOUSE\" and the connections of 2 environments exist, all snowflake"
            ]
        )
    }

    @Test func `each environment that does not fit is a line`() {
        let base = base(
            environment("lost", []),
            environment("old", []),
            environment("pg", []),
            environment("warehouse", [])
        )
        #expect(
            check(
                base,
                connection("warehouse"),
                connection("old", isDeleted: true),
                connection("pg", dialect: "postgres")
            ) == [
                "failed warehouse/lost: Omni has no connection lost, or not for this token: check the id; omnienv export shows those in use",
                "failed warehouse/old: the connection \"OLD\" is deleted: restore it in Omni, or take it out of the manifest",
                "failed warehouse/pg: the connection's dialect is \"postgres\", the base's is \"snowflake\": Omni does not attach it: give the environment a connection of the base's dialect",
                "failed warehouse/warehouse: the connection is the base connection itself: give it another connection",
            ]
        )
    }

    @Test func `a connection that Omni lists twice on the base is a line, whoever attached it`() {
        let twin = { (label: String, id: String, base: String) in
            ConnectionEnvironment(
                id: EnvironmentID(id),
                base: ConnectionID(base),
                connection: ConnectionID(label),
                values: []
            )
        }
        let lines = check(
            base(environment("dev", [])),
            connection("warehouse"),
            listed: [
                twin("eu", "3", "warehouse"), listed("dev", []), twin("eu", "2", "warehouse"),
                twin("eu", "1", "warehouse"), twin("dev", "4", "other"), twin("dev", "5", "other"),
            ]
        )
        #expect(
            lines.dropFirst() == [
                """
                failed warehouse: the connection "EU" is attached 3 times, as the environments 1, 2, 3, and nobody can tell \
                which of them counts: detach all but one of them in Omni
                """
            ]
        )
    }

    @Test func `a dialect that is not told is no fault`() {
        let lines = check(base(environment("x", [])), connection("warehouse"), connection("x", dialect: nil))
        #expect(lines.map { $0.prefix(2) } == ["ok"])
    }

    @Test func `names are looked up among connections that are there`() {
        let named = { (name: String) in
            base(
                "warehouse",
                environments: [Environment(label: at("e"), connection: at(.name(name)), values: [])]
            )
        }
        let all = [connection("warehouse"), connection("gone", isDeleted: true)]
        #expect(check(named("DEV"), all[0], all[1]).map { $0.prefix(2) } == ["ok"])
        #expect(
            check(named("DVE"), all[0], all[1]) == [
                "failed warehouse/e: no connection in Omni is called \"DVE\": did you mean \"DEV\"?"
            ]
        )
        #expect(
            check(named("GONE"), all[0], all[1]).first?.contains("the connection \"GONE\" is deleted") == true
        )
        #expect(
            check(named("DEV"), all[0], Connection(id: ConnectionID("dev2"), name: "DEV")).first?
                .contains("2 connections in Omni are called \"DEV\"") == true
        )
    }

    private static let single = UserAttribute(
        name: "environment",
        label: "Environment",
        allowsMultipleValues: false
    )
    private static let several = UserAttribute(name: "environment", label: "Env", allowsMultipleValues: true)

    @Test(arguments: [
        ("environment", [single], "ok warehouse: the user attribute \"environment\" exists"),
        ("environment", [several], "warning warehouse: users may hold several values"),
        ("enviroment", [single], "failed warehouse: there is no user attribute \"enviroment\""),
        ("Environment", [single], "did you mean \"environment\"?"),
        ("tenant", [single], "create it in Omni"),
    ])
    func `the user attribute is looked up by its name`(name: String, known: [UserAttribute], line: String) {
        let base = base(attribute: (name, []), environments: [environment("dev", ["a"])])
        let lines = check(base, connection("warehouse"), attributes: known)
        #expect(lines.count == 2)
        #expect(lines.last?.contains(line) == true, "\(lines)")
    }

    @Test func `the one that Omni has is looked up where the manifest names none`() {
        let set = Connection.Attribute.set(EnvironmentUserAttribute(name: "gone", defaultValues: []))
        let valued = base(environment("dev", ["a"]))
        #expect(
            check(valued, connection("warehouse", attribute: set)).last?.contains("user attribute \"gone\"")
                == true
        )
        #expect(
            check(valued, connection("warehouse")).last?.hasPrefix("warning warehouse: no user attribute")
                == true
        )
        #expect(check(base(environment("dev", [])), connection("warehouse")).count == 1)
        #expect(check(valued, connection("warehouse", attribute: set), attributes: nil).count == 1)
    }
}
