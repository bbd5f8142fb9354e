import Diagnostics
import HTTPTransport
import JSONText
import LocatedYAML
import Manifest
import OmniAPI
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport
import Testing

@testable import Applying
@testable import omnienv

/// Every form of the results that commands give, beside golden files, without a process: a word that changes shows here.
@Suite("Rendered results")
struct RenderedResultTests {
    @Test(arguments: OutputFormat.allCases)
    func `a plan with every kind of change`(_ format: OutputFormat) throws {
        try Self.expect(Self.shown(try Self.everyChange()), "every-change", format)
    }

    @Test(arguments: OutputFormat.allCases)
    func `a plan that is refused for every reason`(_ format: OutputFormat) throws {
        try Self.expect(Self.shown(try Self.refused()), "refused", format)
    }

    private static func shown(_ plan: Plan) -> ShownPlan {
        ShownPlan(plan: plan, rate: 55) {
            PartPlaces(plan, in: PlanPlaces(manifest()), of: SourceList())
        }
    }

    @Test(arguments: OutputFormat.allCases)
    func `an apply that ended in every way`(_ format: OutputFormat) throws {
        let outcome = ApplyOutcome(
            report: Self.failedReport,
            verification: .looked(differences: Array(try Self.everyChange().changes), unmet: []),
            rescued: RescuedState(statePath: "omnienv.state.jsonl", path: "omnienv.state.jsonl.rescue")
        )
        try Self.expect(outcome, "failed-apply", format)
    }

    @Test(arguments: OutputFormat.allCases)
    func `an apply that is complete`(_ format: OutputFormat) throws {
        let done = StepOutcome(
            base: "warehouse",
            step: .setValues(Self.target("eu"), from: ["eu"], to: ["eu", "uk"], purpose: .final),
            result: .done,
            attached: [],
            rolledBack: nil
        )
        let window = RealWindow(base: "warehouse", value: "uk", length: .milliseconds(1204))
        let report = ApplyReport(runs: [[done]], windows: [window], isFromState: true)
        let outcome = ApplyOutcome(report: report, verification: .notLooked, rescued: nil)
        try Self.expect(outcome, "complete-apply", format)
    }

    @Test(arguments: OutputFormat.allCases)
    func `drift of every cause`(_ format: OutputFormat) throws {
        let report = try DriftCheck.report(
            manifest(base(environment("eu", ["eu", "new"]), environment("us", ["us"]))),
            state: state(recorded("eu", ["eu"]), recorded("us", ["us"]), recorded("jp", ["jp"])),
            observation: .listed(
                [listed("eu", ["eu", "uk"]), listed("us", ["us"]), listed("xx", ["x"])],
                connections: [Connection(id: ConnectionID("eu"), name: "Postgres EU")]
            )
        )
        try Self.expect(report, "drift", format)
    }

    @Test(arguments: OutputFormat.allCases)
    func `where values lead`(_ format: OutputFormat) throws {
        let routed = RoutedBase(
            base(attribute: ("environment", ["prod"]), environments: [environment("eu", ["eu", "uk"])])
        )
        let answer = RouteAnswer(values: ["eu", "prod", "nobody"], bases: [routed], source: .manifest)
        try Self.expect(answer, "route", format)
    }

    @Test(arguments: OutputFormat.allCases)
    func `a manifest with findings`(_ format: OutputFormat) throws {
        let text = """
            baseConnections:
              warehouse:
                connection: 11111111-2222-4333-8444-555555555555
                enviroments:
                  eu:
                    connection: Postgres EU
                    userAttributeValues: [eu, eu]
            """
        let source = SourceFile(name: "omnienv.yaml", bytes: Array(text.utf8))
        try Self.expect(ManifestLoader.load(SourceList([source])), "findings", format)
    }

    @Test func `findings hold in JSON what they hold in text`() throws {
        let text = """
            version: 2
            instance: http://myorg.omniapp.co
            baseConnections:
              warehouse:
                connection: c0f12353-4817-4398-bcc0-d501e6dd2f64
                userAttribute: {name: environment, defaultValues: [prod, ""]}
                isolation: stict
                environments:
                  dev:
                    connection: c0f12353-4817-4398-bcc0-d501e6dd2f64
                    userAttributeValues: [dev, staging, prod, Dev]
            """
        let source = SourceFile(name: "omnienv.yaml", bytes: Array(text.utf8))
        let loaded = ManifestLoader.load(SourceList([source]))
        let findings = try #require(loaded.document["diagnostics"]?.array)
        try GoldenFile("Results/one-pass.json").expect(
            String(decoding: JSONValue.array(Array(findings.prefix(6))).document(), as: UTF8.self)
        )
        #expect(findings.map { $0["message"]?.string } == loaded.diagnostics.map(\.message))
    }

    private static func expect(_ result: some Rendered, _ name: String, _ format: OutputFormat) throws {
        let style = Style(isColored: false, isComplete: true)
        let text =
            switch format {
            case .text: result.text(style)
            case .json: result.document.jsonText()
            case .markdown: result.markdown(style)
            }
        try GoldenFile("Results/\(name).\(format.rawValue)").expect(text.escaped)
    }
}

extension RenderedResultTests {
    private static func target(_ label: String) -> EnvironmentTarget {
        EnvironmentTarget(
            address: Address(base: "warehouse", environment: label),
            key: EnvironmentKey(base: ConnectionID("warehouse"), connection: ConnectionID(label)),
            id: EnvironmentID("id-" + label),
            isProtected: false
        )
    }

    /// Each case of `Change` but those of an attribute that leaves the manifest, which exclude the others on a base.
    private static func everyChange() throws -> Plan {
        let warehouse = base(
            attribute: ("environment", ["prod", "live"]),
            environments: [
                environment("attached", ["a"]), environment("adopted", ["b"]),
                environment("set", ["c", "eu"]),
                environment("protected", ["d"], protect: true), environment("edited", ["e"]),
                environment("both", ["f", "g"]),
            ]
        )
        let lake = base("lake", environments: [environment("only", ["z"])])
        let known = state(
            recorded("set", ["c"]),
            recorded("protected", ["d"]),
            recorded("edited", ["e"]),
            recorded("both", ["f"]),
            recorded("detached", ["h"]),
            recorded("gone", ["i"]),
            .attribute(
                ConnectionID("lake"),
                RecordedAttribute(base: "lake", attribute: .init(name: "tenant", defaultValues: ["prod"]))
            ),
            recorded("left", ["y"], base: "old")
        )
        let live = [
            listed("adopted", ["b"]), listed("set", ["c"]), listed("protected", ["d"]),
            listed("edited", ["e", "x"]), listed("both", ["f", "y"]), listed("detached", ["h"]),
            listed("foreign", ["j"]), listed("only", ["z"], base: "lake"), listed("left", ["y"], base: "old"),
        ]
        let connections = [
            connection("warehouse", .set(.init(name: "environment", defaultValues: ["prod"]))),
            connection("lake", .set(.init(name: "tenant", defaultValues: ["prod"]))),
            connection("old", .none),
            connection("detached", .none), connection("foreign", .none), connection("left", .none),
        ]
        return try plan(warehouse, lake, state: known, listed: live, connections: connections) {
            $0.prunes = true
        }
    }

    private static func refused() throws -> Plan {
        let strict = base(
            isolation: .strict,
            environments: [
                environment("eu", [], protect: true), environment("us", ["eu"]), environment("jp", []),
            ]
        )
        let known = state(
            recorded("eu", ["eu"], protect: true),
            recorded("us", ["us"]),
            recorded("jp", ["jp"]),
            recorded("left", ["l"], protect: true)
        )
        let live = [listed("eu", ["eu"]), listed("us", ["us"]), listed("jp", ["jp"]), listed("left", ["l"])]
        let connections = [connection("warehouse", .none), connection("left", .none)]
        return try plan(strict, state: known, listed: live, connections: connections) {
            $0.prunes = true
            $0.maxDetach = 0
        }
    }

    private static func connection(_ id: String, _ attribute: Connection.Attribute) -> Connection {
        Connection(
            id: ConnectionID(id),
            name: "Postgres \(id)",
            dialect: "postgres",
            environmentUserAttribute: attribute
        )
    }
}

extension RenderedResultTests {
    private static let call = APICall(.put, "/v1/connection-environments/id-eu")

    /// A step for each result that a step can have, and one for each failure.
    private static var failedReport: ApplyReport {
        let refusal = OmniError(
            call: call,
            attempts: 2,
            kind: .refused(status: 400, detail: "value already in use")
        )
        let addresses = [target("eu").address, target("us").address]
        let failures: [ApplyFailure] = [
            .omni(refusal), .attachUnanswered(addresses, refusal), .attachedWithoutID(addresses, nil),
            .attachNotListed(addresses, nil), .unknownID(addresses[0]),
            .changedMeanwhile([OutsideChange(name: "eu", expected: ["eu"], found: ["x"])]), .partly(["eu"]),
            .stillListed(addresses[1]), .interrupted,
        ]
        let results: [StepOutcome.Result] =
            [
                .done, .rolledBack(now: ["eu"]), .inDoubt(.interrupted, perhaps: [["eu"], ["eu", "uk"]]),
                .notTried,
            ]
            + failures.map(StepOutcome.Result.failed)
        let step = Step.setValues(target("eu"), from: ["eu"], to: ["eu", "uk"], purpose: .final)
        return ApplyReport(
            runs: [
                results.map {
                    StepOutcome(base: "warehouse", step: step, result: $0, attached: [], rolledBack: nil)
                }
            ],
            unrouted: [
                UnroutedValues(base: "warehouse", values: ["uk"], isCertain: true),
                UnroutedValues(base: "warehouse", values: ["jp"], isCertain: false),
            ],
            windows: [RealWindow(base: "warehouse", value: "uk", length: .seconds(61))],
            wasInterrupted: true,
            unwritten: [recorded("eu", ["eu"])],
            stateFailure: .replaced(path: "omnienv.state.jsonl")
        )
    }
}
