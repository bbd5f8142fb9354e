import FoundationEssentials
import JSONText
import TestSupport
import Testing

@testable import StateStore

/// Whatever bytes the file of a plan has: it is a plan or is refused.
@Suite struct SavedPlanFuzzTests {
    @Test func `every input is a plan that can be written again, or none`() throws {
        let corpus = try Corpus("Corpus/Plan", dictionary: Corpus.json + Self.words)
        #expect(try fuzz("plan", corpus, settings: FuzzSettings(inputs: 1_500), check: Self.fault) > 0)
    }

    @Test func `the corpus is read`() throws {
        let inputs = try Corpus("Corpus/Plan", dictionary: []).inputs
        #expect(inputs.count >= 3)
        for input in inputs {
            #expect(throws: Never.self) { try SealedPlan(text: input) }
            #expect(Self.fault(input) == nil)
        }
    }

    private static let words = [
        #""kind":"omnienv saved plan""#, #""format_version":"2.0""#, #""options":{"#,
        #""allow_fallback":["all"]"#,
        #""max_detach":"#, #""environments":{"#, #""state":null"#, "999999999999999999999", "-1",
    ].map { Array($0.utf8) }

    private static func fault(_ text: [UInt8]) -> String? {
        guard let saved = try? SealedPlan(text: text).saved else { return nil }
        do {
            let again = try SealedPlan(text: saved.text(showing: "a plan")).saved
            return again == saved ? nil : "not the same when written anew"
        } catch {
            return "not read when written anew: \(error)"
        }
    }
}
