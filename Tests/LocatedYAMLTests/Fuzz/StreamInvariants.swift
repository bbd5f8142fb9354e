import LocatedYAML
import TestSupport

/// What has to hold for whatever a parse gives, on any bytes.
struct StreamInvariants {
    private let limits: YAMLLimits
    private let bounds: TextBounds
    private var nodes = 0

    /// What is wrong with the result, or nothing.
    static func fault(in stream: YAMLStream, of source: SourceFile, limits: YAMLLimits) -> String? {
        var check = StreamInvariants(source, limits: limits)
        do throws(Fault) {
            for problem in stream.problems { try check.check(problem) }
            for document in stream.documents { try check.check(document, depth: 0) }
        } catch {
            return error.text
        }
        return nil
    }

    private struct Fault: Error {
        let text: String
    }

    private init(_ source: SourceFile, limits: YAMLLimits) {
        bounds = TextBounds(source)
        self.limits = limits
    }

    private func check(_ problem: YAMLProblem) throws(Fault) {
        try check(problem.range, of: "a problem")
        if let related = problem.related { try check(related, of: "a second place") }
        guard problem.message.isEmpty else { return }
        throw Fault(text: "a problem has no message")
    }

    private mutating func check(_ node: Node, depth: Int) throws(Fault) {
        try check(node.range, of: "a node")
        try count()
        switch node.content {
        case .scalar: return
        case .sequence(let items):
            try check(depth: depth + 1)
            for item in items { try check(item, depth: depth + 1) }
        case .mapping(let entries):
            try check(depth: depth + 1)
            try checkKeys(of: entries)
            for entry in entries { try check(entry.value, depth: depth + 1) }
        }
    }

    private mutating func checkKeys(of entries: [Entry]) throws(Fault) {
        var keys: Set<[UInt8]> = []
        for entry in entries {
            try check(entry.key.range, of: "a key")
            try count()
            guard !keys.insert(Array(entry.key.text.utf8)).inserted else { continue }
            throw Fault(text: "the key \(entry.key.text.debugDescription) is there twice")
        }
    }

    private mutating func count() throws(Fault) {
        nodes += 1
        guard nodes > limits.nodes else { return }
        throw Fault(text: "more than \(limits.nodes) nodes")
    }

    private func check(depth: Int) throws(Fault) {
        guard depth > limits.depth else { return }
        throw Fault(text: "more than \(limits.depth) levels")
    }

    private func check(_ range: SourceRange, of what: String) throws(Fault) {
        guard range.file == TestText.file, bounds.hold(range) else {
            throw Fault(text: "\(what) has the range \(range)")
        }
    }
}
