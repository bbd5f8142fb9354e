import Diagnostics
import FoundationEssentials
import JSONText
import LocatedYAML
import Manifest
import OmniModel

extension [ReportedFinding] {
    /// Findings as GitLab's code quality report takes them: an array, empty when there are none.
    var codeQuality: JSONValue { .array(byLevel.map { $0.finding.codeQuality($0.fingerprint) }) }

    /// Findings in SARIF 2.1.0, which code scanning takes. Columns count characters, not bytes or halves of them.
    var sarif: JSONValue {
        let rules: [JSONValue] = Set(map(\.rule)).sorted().map { rule in
            ["id": .string(rule), "shortDescription": .message(rule.replacing("-", with: " "))]
        }
        let run: JSONValue = [
            "tool": [
                "driver": [
                    "name": "omnienv", "version": .string(OmnienvVersion.current), "rules": .array(rules),
                ]
            ],
            "columnKind": "unicodeCodePoints",
            "results": .array(byLevel.map { $0.finding.sarif($0.fingerprint) }),
        ]
        return ["version": "2.1.0", "runs": [run]]
    }
}

extension ReportedFinding {
    /// An entry without a place is not shown at all: what concerns no file stands at the manifest's usual name.
    fileprivate func codeQuality(_ fingerprint: String) -> JSONValue {
        [
            "description": .string(message), "check_name": .string(rule),
            "fingerprint": .string(fingerprint), "severity": .string(level.codeQuality),
            "location": [
                "path": .string(place?.path ?? ManifestInputs.standard),
                "lines": ["begin": .number(place?.range?.start.line ?? 1)],
            ],
        ]
    }

    fileprivate func sarif(_ fingerprint: String) -> JSONValue {
        [
            "ruleId": .string(rule), "level": .string(level.sarif), "message": .message(message),
            "locations": .array(place.map { [["physicalLocation": $0.sarif]] } ?? []),
            "partialFingerprints": ["omnienv/v1": .string(fingerprint)],
        ]
    }
}

extension FilePlace {
    fileprivate var sarif: JSONValue {
        [
            "artifactLocation": ["uri": .string(path.uriPath), "uriBaseId": "%SRCROOT%"],
            "region": range.map { range in
                [
                    "startLine": .number(range.start.line), "startColumn": .number(range.start.column),
                    "endLine": .number(range.end.line), "endColumn": .number(range.end.column),
                ]
            },
        ]
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
        return ["text": .string(escaped)]
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
        case .github: try result(commands: findings.annotations)
        case .gitlab: try result(findings.codeQuality.jsonText())
        case .sarif: try result(findings.sarif.jsonText())
        }
    }
}
