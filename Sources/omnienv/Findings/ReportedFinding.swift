import Diagnostics
import FoundationEssentials
import LocatedYAML
import StateStore

/// Something about a manifest that a machine shows at its place: a finding of a check, or what a plan would do there.
struct ReportedFinding {
    enum Level: Int, Comparable {
        case error, warning, notice

        static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
    }

    /// A file, and a place in it where there is one.
    struct Place {
        /// As the machine knows it: see `ReportedPath`.
        let path: String
        var range: SourceRange?
    }

    let rule: String
    let level: Level
    let message: String
    var place: Place?

    /// The same finding wherever it stands in its file, and nobody else's. `repetition` tells apart those that are alike.
    func fingerprint(_ repetition: Int) -> String {
        Digest(ofTexts: [rule, place?.path ?? "", message, "\(repetition)"]).text
    }
}

extension ReportedFinding {
    init(_ diagnostic: Diagnostic, in sources: SourceList) {
        rule = diagnostic.rule.rawValue
        level = diagnostic.severity == .error ? .error : .warning
        message = ([diagnostic.message] + [diagnostic.hint].compactMap(\.self)).joined(separator: "; ")
        switch diagnostic.place {
        case .text(let range): place = Place(path: ReportedPath.of(sources.name(of: range)), range: range)
        case .file(let name): place = Place(path: ReportedPath.of(name))
        }
    }
}

extension [ReportedFinding] {
    /// The worst first, else in their order; each with the fingerprint that no other one has.
    var byLevel: [(finding: ReportedFinding, fingerprint: String)] {
        var repetitions: [String: Int] = [:]
        let marked = map { finding in
            let first = finding.fingerprint(0)
            let repetition = repetitions[first, default: 0]
            repetitions[first] = repetition + 1
            return (finding: finding, fingerprint: repetition == 0 ? first : finding.fingerprint(repetition))
        }
        return ReportedFinding.Level.allCases.flatMap { level in marked.filter { $0.finding.level == level } }
    }
}

extension ReportedFinding.Level: CaseIterable {}

/// Machines that show findings beside a file know it by its path from the top of the repository, wherever omnienv was
/// called.
enum ReportedPath {
    /// What pipelines call the top of the repository.
    private static let variables = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"]

    static func of(_ name: String, variables given: Variables = Variables()) -> String {
        let here = FileManager.default.currentDirectoryPath
        let whole = normalized(name.hasPrefix("/") ? name : here + "/" + name)
        let top = variables.lazy.compactMap { given[$0] }.first.map(normalized) ?? normalized(here)
        return whole.starts(with: top) ? whole.dropFirst(top.count).joined(separator: "/") : name
    }

    /// The names along a path, without those that lead nowhere.
    private static func normalized(_ path: String) -> [Substring] {
        path.split(separator: "/").reduce(into: []) { names, name in
            switch name {
            case ".": break
            case "..": _ = names.popLast()
            default: names.append(name)
            }
        }
    }
}
