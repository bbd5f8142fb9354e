import Diagnostics
import FoundationEssentials
import LocatedYAML
import Manifest
import OmniModel

/// Findings as GitLab's code quality report takes them: an array, empty when there are none.
struct CodeQualityEntry: Encodable {
    struct Location: Encodable {
        struct Lines: Encodable {
            let begin: Int32
        }

        let path: String
        let lines: Lines
    }

    let description: String
    let checkName: String
    let fingerprint: String
    let severity: String
    let location: Location

    static func all(_ findings: [ReportedFinding]) -> [CodeQualityEntry] {
        findings.byLevel.map { CodeQualityEntry($0.finding, $0.fingerprint) }
    }

    private init(_ finding: ReportedFinding, _ fingerprint: String) {
        description = finding.message
        checkName = finding.rule
        self.fingerprint = fingerprint
        severity =
            switch finding.level {
            case .error: "critical"
            case .warning: "major"
            case .notice: "info"
            }
        // An entry without a place is not shown at all: what concerns no file stands at the manifest's usual name.
        location = Location(
            path: finding.place?.path ?? NamedManifest.standard,
            lines: Location.Lines(begin: finding.place?.range?.start.line ?? 1)
        )
    }
}

/// Findings in SARIF 2.1.0, which code scanning takes.
struct SARIFDocument: Encodable {
    struct Message: Encodable {
        let text: String

        /// A bracket would begin a link there.
        init(_ text: String) {
            self.text = text.replacing("\\", with: "\\\\").replacing("[", with: "\\[").replacing(
                "]",
                with: "\\]"
            )
        }
    }

    struct Rule: Encodable {
        let id: String
        let shortDescription: Message
    }

    struct Driver: Encodable {
        let name = "omnienv"
        let version = OmnienvVersion.current
        let rules: [Rule]
    }

    struct Tool: Encodable {
        let driver: Driver
    }

    struct Artifact: Encodable {
        let uri: String
        let uriBaseId = "%SRCROOT%"
    }

    struct Region: Encodable {
        let startLine: Int32
        let startColumn: Int32
        let endLine: Int32
        let endColumn: Int32
    }

    struct Physical: Encodable {
        let artifactLocation: Artifact
        let region: Region?
    }

    struct Location: Encodable {
        let physicalLocation: Physical
    }

    struct Result: Encodable {
        let ruleId: String
        let level: String
        let message: Message
        let locations: [Location]
        let partialFingerprints: [String: String]
    }

    struct Run: Encodable {
        let tool: Tool
        /// Columns count characters, not bytes or halves of them.
        let columnKind = "unicodeCodePoints"
        let results: [Result]
    }

    let version = "2.1.0"
    let runs: [Run]

    init(_ findings: [ReportedFinding]) {
        let rules = Set(findings.map(\.rule)).sorted().map { rule in
            Rule(id: rule, shortDescription: Message(rule.replacing("-", with: " ")))
        }
        let results = findings.byLevel.map { Result($0.finding, $0.fingerprint) }
        runs = [Run(tool: Tool(driver: Driver(rules: rules)), results: results)]
    }
}

extension SARIFDocument.Result {
    fileprivate init(_ finding: ReportedFinding, _ fingerprint: String) {
        ruleId = finding.rule
        level =
            switch finding.level {
            case .error: "error"
            case .warning: "warning"
            case .notice: "note"
            }
        message = SARIFDocument.Message(finding.message)
        locations = finding.place.map { [SARIFDocument.Location(physicalLocation: .init($0))] } ?? []
        partialFingerprints = ["omnienv/v1": fingerprint]
    }
}

extension SARIFDocument.Physical {
    fileprivate init(_ place: ReportedFinding.Place) {
        artifactLocation = SARIFDocument.Artifact(uri: place.path.uriPath)
        region = place.range.map {
            SARIFDocument.Region(
                startLine: $0.start.line,
                startColumn: $0.start.column,
                endLine: $0.end.line,
                endColumn: $0.end.column
            )
        }
    }
}

extension String {
    /// As a relative URI.
    fileprivate var uriPath: String {
        split(separator: "/", omittingEmptySubsequences: false)
            .map { PercentEncoding.segment(String($0)).replacing("%2E", with: ".") }.joined(separator: "/")
    }
}

extension Console {
    func show(_ findings: [ReportedFinding], as format: FindingsFormat) throws {
        switch format {
        case .github: try result(commands: GitHubAnnotations(findings: findings).lines)
        case .gitlab: try result(CodeQualityEntry.all(findings).jsonText())
        case .sarif: try result(SARIFDocument(findings).jsonText(keys: .useDefaultKeys))
        }
    }
}
