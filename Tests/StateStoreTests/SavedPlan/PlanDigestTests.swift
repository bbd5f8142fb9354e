import Diagnostics
import LocatedYAML
import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport
import Testing

@Suite struct PlanDigestTests {
    private let before = [listed("dev", ["a"]), listed("eu", ["b"])]
    private let known = state(recorded("dev", ["a"]), recorded("eu", ["b"]))

    private func digest(
        _ environments: Environment...,
        state: State? = nil,
        listed: [ConnectionEnvironment]? = nil
    ) throws -> String? {
        try plan(base(environments: environments), state: state ?? known, listed: listed ?? before)
            .digest(of: SourceList())?
            .text
    }

    @Test func `the same plan has the same digest, whatever the order of values and of the list`() throws {
        let one = try digest(environment("dev", ["a", "c"]), environment("eu", ["b"]))
        let two = try digest(
            environment("dev", ["c", "a"]),
            environment("eu", ["b"]),
            listed: before.reversed()
        )
        #expect(one == two)
        #expect(one?.utf8.count == 32)
    }

    @Test func `who made a difference, and what is only recorded, is no part of it`() throws {
        let drifted = [listed("dev", ["a"]), listed("eu", ["b"]), listed("other", ["z"])]
        let one = try digest(environment("dev", ["c"]), environment("eu", ["b"]))
        let two = try digest(
            environment("dev", ["c"]),
            environment("eu", ["b"]),
            state: state(recorded("dev", ["c"])),
            listed: drifted
        )
        #expect(one == two)
    }

    @Test func `another request, another order and another routing have other digests`() throws {
        let plans = [
            try digest(environment("dev", ["c"]), environment("eu", ["b"])),
            try digest(environment("dev", ["d"]), environment("eu", ["b"])),
            try digest(environment("dev", ["a"]), environment("eu", ["c"])),
            try digest(environment("dev", ["b"]), environment("eu", ["a"])),
            try digest(environment("dev", ["c", "d"]), environment("eu", ["b"])),
            try digest(environment("dev", ["cd"]), environment("eu", ["b"])),
            try digest(environment("dev", ["c"]), environment("eu", ["b"]), environment("uk", [])),
            try digest(
                environment("dev", ["c"]),
                environment("eu", ["b"]),
                listed: [listed("dev", ["a", "x"])]
            ),
        ]
        #expect(Set(plans).count == plans.count)
        #expect(!plans.contains(nil))
    }

    @Test func `bases in another order are the same plan`() throws {
        let app = base("app", environments: [environment("dev", ["a"])])
        let warehouse = base("warehouse", environments: [environment("eu", ["b"])])
        #expect(
            try plan(app, warehouse).digest(of: SourceList()) == plan(warehouse, app).digest(of: SourceList())
        )
    }

    @Test func `a plan without changes stands for its manifest, and a refused one has none`() throws {
        let empty = try plan(
            base(environment("dev", ["a"]), environment("eu", ["b"])),
            state: known,
            listed: before
        )
        let texts = ["one", "two"].map { SourceList([SourceFile(name: "m", bytes: Array($0.utf8))]) }
        #expect(!empty.hasChanges)
        #expect(Set(texts.map { empty.digest(of: $0) }).count == 2)
        #expect(empty.digest(of: texts[0]) != nil)
        let refused = try plan(
            base(environment("dev", [], protect: true)),
            state: state(recorded("dev", ["a"], protect: true)),
            listed: [listed("dev", ["a"])]
        )
        #expect(!refused.refusals.isEmpty)
        #expect(refused.digest(of: SourceList()) == nil)
    }
}
