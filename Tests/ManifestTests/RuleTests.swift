import Diagnostics
import FoundationEssentials
import LocatedYAML
import Manifest
import TestSupport
import Testing

/// The tables of rules in docs/manifest.md: a rule, an example and its message, each in a code span.
@Suite struct RuleTests {
    private struct Row {
        let rule: String
        let severity: String
        let example: String
        let message: String
        let isUnderEnvironments: Bool
    }

    @Test func everyRuleIsDocumentedAndEveryDocumentedRuleExists() throws {
        let names = try rows().map(\.rule)
        #expect(Set(names) == Set(Rule.allCases.map(\.rawValue)))
        #expect(names.count == Set(names).count)
        #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil })
    }

    @Test func everyExampleSaysWhatTheTableSays() throws {
        let examples = try rows().filter { !$0.example.isEmpty && !$0.example.hasPrefix("-f ") }
        try #require(examples.count > 60)
        for row in examples {
            let found = load(row).diagnostics.filter { $0.rule.rawValue == row.rule }
            #expect(found.map(\.message).contains(row.message), "\(row.rule)")
            #expect(found.allSatisfy { $0.severity.rawValue == row.severity }, "\(row.rule)")
        }
    }

    @Test func anEnvironmentsExampleHasOneFinding() throws {
        for row in try rows() where row.isUnderEnvironments && !row.example.isEmpty {
            #expect(load(row).diagnostics.map(\.rule.rawValue) == [row.rule])
        }
    }

    private func load(_ row: Row) -> LoadedManifest {
        let text = row.isUnderEnvironments ? Self.head + row.example.indented(6) : row.example
        return ManifestLoader.load(
            SourceList([SourceFile(name: "omnienv.yaml", bytes: Array((text + "\n").utf8))])
        )
    }

    private static let head = """
        version: 1
        baseConnections:
          w:
            connection: W
            userAttribute: {name: environment, defaultValues: [prod]}
            environments:

        """

    private func rows() throws -> [Row] {
        let document = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../docs/manifest.md"
        )
        let text = try String(contentsOf: document, encoding: .utf8)
        let section = try #require(
            text.split(separator: "\n## Rules\n").last?.split(separator: "\n## ").first
        )
        var isUnderEnvironments = false
        return section.split(separator: "\n").compactMap { line in
            if line.hasPrefix("### ") { isUnderEnvironments = line.contains("environments") }
            let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|").map(Self.code)
            guard cells.count == 4, line.hasPrefix("| `") else { return nil }
            return Row(
                rule: cells[0],
                severity: cells[1],
                example: Self.decoded(cells[2]),
                message: cells[3],
                isUnderEnvironments: isUnderEnvironments
            )
        }
    }

    /// A cell without the spaces and backquotes around it.
    private static func code(_ cell: Substring) -> String {
        let text = cell.replacing("\u{1}", with: "|").trimmingPrefix(" ")
        let trimmed = text.last == " " ? text.dropLast() : text
        guard trimmed.hasPrefix("`") else { return trimmed == "–" ? "" : String(trimmed) }
        let ticks = trimmed.prefix { $0 == "`" }.count
        let inner = trimmed.dropFirst(ticks).dropLast(ticks)
        return String(ticks > 1 ? inner.dropFirst().dropLast() : inner)
    }

    private static func decoded(_ text: String) -> String {
        text.replacing("↵", with: "\n").replacing("→", with: "\t").replacing(/\\u\{([0-9A-F]+)\}/) { match in
            UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
        }
    }
}
