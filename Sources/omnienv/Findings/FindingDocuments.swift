import Diagnostics
import FoundationEssentials
import JSONText
import LocatedYAML
import Manifest
import OmniModel

extension [ReportedFinding] {
    /// Findings as GitLab's code quality report takes them: an array, empty when there are none.
    var codeQuality: JSONValue {
        .array(
            byLevel.map { finding, fingerprint -> JSONValue in
                .object([
                    "description": .string(finding.message), "check_name": .string(finding.rule),
                    "fingerprint": .string(fingerprint), "severity": .string(finding.level.codeQuality),
                    // An entry without a place is not shown at all: what concerns no file stands at the manifest's usual name.
                    "location": .object([
                        "path": .string(finding.place?.path ?? NamedManifest.standard),
                        "lines": .object(["begin": .number(Int(finding.place?.range?.start.line ?? 1))]),
                    ]),
                ])
            }
        )
    }

    /// Findings in SARIF 2.1.0, which code scanning takes. Columns count characters, not bytes or halves of them.
    var sarif: JSONValue {
        let rules = Set(map(\.rule)).sorted().map { rule -> JSONValue in
            .object([
                "id": .string(rule), "shortDescription": .message(rule.replacing("-", with: " ")),
            ])
        }
        let driver: JSONValue = .object([
            "name": .string("omnienv"), "version": .string(OmnienvVersion.current),
            "rules": .array(rules),
        ])
        let run: JSONValue = .object([
            "tool": .object(["driver": driver]), "columnKind": .string("unicodeCodePoints"),
            "results": .array(byLevel.map { $0.finding.sarif($0.fingerprint) }),
        ])
        return .object(["version": .string("2.1.0"), "runs": .array([run])])
    }
}

extension ReportedFinding {
    fileprivate func sarif(_ fingerprint: String) -> JSONValue {
        .object([
            "ruleId": .string(rule), "level": .string(level.sarif), "message": .message(message),
            "locations": .array(
                place.map { place -> [JSONValue] in [.object(["physicalLocation": place.sarif])] } ?? []
            ),
            "partialFingerprints": .object(["omnienv/v1": .string(fingerprint)]),
        ])
    }
}

extension FilePlace {
    fileprivate var sarif: JSONValue {
        .object([
            "artifactLocation": .object([
                "uri": .string(path.uriPath), "uriBaseId": .string("%SRCROOT%"),
            ]),
            "region": range.map { range -> JSONValue in
                .object([
                    "startLine": .number(Int(range.start.line)),
                    "startColumn": .number(Int(range.start.column)),
                    "endLine": .number(Int(range.end.line)), "endColumn": .number(Int(range.end.column)),
                ])
            },
        ])
    }
}

extension ReportedFinding.Level {
    fileprivate var codeQuality: String {
        switch self {
        case .error: "critical"
        case .warning: "major"
        case .notice: "info"
        }
    }

    fileprivate var sarif: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .notice: "note"
        }
    }
}

extension JSONValue {
    /// A text in SARIF, where a bracket would begin a link.
    fileprivate static func message(_ text: String) -> JSONValue {
        let escaped = ["\\", "[", "]"].reduce(text) { $0.replacing($1, with: "\\" + $1) }
        return .object(["text": .string(escaped)])
    }
}

extension String {
    /// The path as a relative URI.
    fileprivate var uriPath: String {
        split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.percentEncoded.replacing("%2E", with: ".") }.joined(separator: "/")
    }
}

extension Console {
    func show(_ findings: [ReportedFinding], as format: FindingsFormat) throws {
        switch format {
        case .github: try result(commands: GitHubAnnotations(findings: findings).lines)
        case .gitlab: try result(findings.codeQuality.jsonText())
        case .sarif: try result(findings.sarif.jsonText())
        }
    }
}
