import FoundationEssentials
import TestSupport
import Testing

@testable import Reconciler

/// Whatever bytes the file of a plan has: it is a plan or is refused. The digest is left out of account, since nearly
/// every mutant would end at it.
@Suite struct SavedPlanFuzzTests {
    @Test func `every input is a plan that can be written again, or none`() throws {
        let corpus = try Corpus("Corpus/Plan", dictionary: Corpus.json + Self.words)
        #expect(try fuzz("plan", corpus, settings: FuzzSettings(inputs: 1_500), check: Self.fault) > 0)
    }

    @Test func `the corpus is read`() throws {
        let inputs = try Corpus("Corpus/Plan", dictionary: []).inputs
        #expect(inputs.count >= 3)
        for input in inputs {
            #expect(throws: Never.self) { try SavedPlanFormat.read(input) }
            #expect(Self.fault(input) == nil)
        }
    }

    private static let words = [
        #""setValues":{"#, #""attach":{"_0":["#, #""purpose":"release""#, #""windows":["#, #""opens":"#,
        #""closes":"#,
        #""records":["#, #""record":"state""#, #""_0":"#, "999999999999999999999", "-1", #""warehouse/dev""#,
    ].map { Array($0.utf8) }

    private static func fault(_ text: [UInt8]) -> String? {
        if let sealed = try? SavedPlanFormat.read(text) { return fault(sealed.saved) }
        guard let saved = try? SavedPlanFormat.decode(text) else { return nil }
        return fault(saved)
    }

    private static func fault(_ saved: SavedPlan) -> String? {
        let plan = saved.plan
        _ = plan.digest
        let places = plan.bases.flatMap { base in
            base.routing.windows.flatMap { [$0.opens, $0.closes] }.map { base.steps.indices ~= $0 }
        }
        guard !places.contains(false) else { return "a window lies beyond the steps" }
        do {
            let again = try SavedPlanFormat.read(SavedPlanFormat.text(of: saved)).saved.plan
            return again == plan ? nil : "not the same when written anew"
        } catch {
            return "not read when written anew: \(error)"
        }
    }
}
