import FoundationEssentials
import Testing

/// Compares with a file in `Golden` beside this one. With `OMNIENV_RECORD=1` the file is written anew, and
/// the test fails, so that no run records and passes.
func expectGolden(_ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
        separator: "/"
    )
    let path = "\(folder)/Golden/\(name)"
    if ProcessInfo.processInfo.environment["OMNIENV_RECORD"] == "1" {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        Issue.record(
            "\(name) is recorded anew; read it, then run without OMNIENV_RECORD",
            sourceLocation: sourceLocation
        )
    } else {
        let golden = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text == golden, sourceLocation: sourceLocation)
    }
}
