import FoundationEssentials
import LocatedYAML
import OmniAPI
import Testing

@testable import Reconciler

@Suite struct SavedPlanFormatTests {
    private func text() throws -> [UInt8] {
        let observation = Observation.listed([listed("dev", ["a"])], connections: nil)
        let origin = SavedPlan.Origin(
            manifest: Manifest(bases: [base(environment("dev", ["b"]))]),
            sources: SourceList(),
            state: nil,
            instance: "https://acme.omniapp.co"
        )
        let plan = try Planner.plan(origin.manifest, state: nil, observation: observation)
        return try SavedPlanFormat.text(
            of: SavedPlan(plan, from: origin, observation: observation, options: PlanOptions())
        )
    }

    @Test func `any byte that was changed is noticed`() throws {
        let text = try text()
        _ = try SavedPlanFormat.read(text)
        for index in text.indices {
            var edited = text
            edited[index] ^= 1
            #expect(throws: SavedPlanProblem.self) { try SavedPlanFormat.read(edited) }
        }
        #expect(throws: SavedPlanProblem.edited) { try SavedPlanFormat.read(text + Array("\n".utf8)) }
    }

    @Test func `another format is refused before anything else is looked at`() {
        let newer = Array(#"{"digest":"","format":2,"novelty":[]}"#.utf8)
        #expect(throws: SavedPlanProblem.otherFormat(2)) { try SavedPlanFormat.read(newer) }
    }

    @Test(arguments: ["", "version: 1\n", "{}", "[]", #"{"format":1}"#])
    func `what is no plan is refused`(text: String) {
        #expect(throws: SavedPlanProblem.notAPlan) { try SavedPlanFormat.read(Array(text.utf8)) }
    }

    @Test func `a window beyond the steps is refused, whatever the digest says`() throws {
        let moves = #""windows":[]"#
        let window = #""windows":[{"closes":9,"from":"dev","opens":0,"to":"dev","value":"a"}]"#
        let text = String(decoding: try text(), as: UTF8.self).replacing(moves, with: window)
        #expect(text.contains(window))
        #expect(throws: SavedPlanProblem.notAPlan) { try SavedPlanFormat.decode(Array(text.utf8)) }
    }

    @Test func `nothing else is replaced by a plan`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/omnienv-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let saved = try SavedPlanFormat.read(text()).saved
        try SavedPlanFile.save(saved, to: path)
        try SavedPlanFile.save(saved, to: path)
        let manifest = Data("version: 1\n".utf8)
        try manifest.write(to: URL(filePath: path))
        #expect(throws: SavedPlanProblem.notReplaced(path: path)) { try SavedPlanFile.save(saved, to: path) }
        #expect(try Data(contentsOf: URL(filePath: path)) == manifest)
    }
}
