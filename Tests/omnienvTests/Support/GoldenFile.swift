import Foundation
import Testing

/// A text that is kept beside the tests. With `OMNIENV_RECORD=1` it is written anew, and the test fails all the same.
struct GoldenFile {
    private let url: URL

    /// - Parameter name: a path within `Tests/omnienvTests/Golden`.
    init(_ name: String) {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        url = tests.appending(path: "Golden/\(name)")
    }

    func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        if ProcessInfo.processInfo.environment["OMNIENV_RECORD"] != nil {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
            Issue.record("recorded \(url.lastPathComponent)", sourceLocation: sourceLocation)
        }
        #expect(try text == String(contentsOf: url, encoding: .utf8), sourceLocation: sourceLocation)
    }
}
