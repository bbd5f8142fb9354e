import Diagnostics
import FoundationEssentials
import JSONText
import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@testable import StateStore

@Suite struct SavedPlanFormatTests {
    private func saved() throws -> SavedPlan {
        let observation = Observation.listed([listed("dev", ["a"])], connections: nil)
        let origin = SavedPlan.Origin(
            manifest: Manifest(bases: [base(environment("dev", ["b"]))]),
            sources: SourceList(),
            paths: ["omnienv.yaml"],
            files: ["omnienv.yaml"],
            state: nil,
            instance: "https://acme.omniapp.co"
        )
        let plan = try Planner.plan(origin.manifest, state: nil, observation: observation)
        return SavedPlan(plan, from: origin, observation: observation, options: PlanOptions())
    }

    @Test func `what the plan follows from reads back, and what is shown is left alone`() throws {
        let saved = try saved()
        let text = saved.text(showing: ["anything": .number(1)])
        #expect(try SealedPlan(text: text).saved == saved)
        #expect(String(decoding: text, as: UTF8.self).contains("\"anything\" : 1"))
    }

    @Test func `another format is refused before anything else is read`() {
        let newer = Array(#"{"kind":"omnienv saved plan","format_version":"9.1","novelty":[]}"#.utf8)
        #expect(throws: SavedPlanProblem.otherFormat("9.1")) { try SealedPlan(text: newer) }
    }

    @Test(arguments: [
        "", "version: 1\n", "{}", "[]", #"{"format_version":"2.0"}"#,
        #"{"kind":"omnienv saved plan","format_version":"2.0"}"#,
    ])
    func `what is no plan is refused`(text: String) {
        #expect(throws: SavedPlanProblem.notAPlan) { try SealedPlan(text: Array(text.utf8)) }
    }

    @Test func `nothing else is replaced by a plan`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/omnienv-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let saved = try saved()
        try saved.save(showing: ["plan"], to: path)
        try saved.save(showing: ["plan"], to: path)
        let manifest = Data("version: 1\n".utf8)
        try manifest.write(to: URL(filePath: path))
        #expect(throws: SavedPlanProblem.notReplaced(path: path)) {
            try saved.save(showing: ["plan"], to: path)
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == manifest)
    }
}
