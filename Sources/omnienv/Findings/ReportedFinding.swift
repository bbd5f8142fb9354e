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

    let rule: String
    let level: Level
    let message: String
    var place: FilePlace?

    /// A digest that the finding keeps wherever it stands in its file, and that no other one has. `repetition` tells apart
    /// findings that are alike.
    func fingerprint(_ repetition: Int) -> String {
        Digest(ofTexts: [rule, place?.path ?? "", message, "\(repetition)"]).text
    }
}

/// A file, and a place in it where there is one.
struct FilePlace {
    /// As the command line names it, or, in a report that a machine shows, as that machine knows it.
    let path: String
    var range: SourceRange?
}

extension ReportedFinding {
    init(_ diagnostic: Diagnostic, in sources: SourceList) {
        rule = diagnostic.rule.rawValue
        level = diagnostic.severity == .error ? .error : .warning
        message = ([diagnostic.message] + [diagnostic.hint].compactMap(\.self)).joined(separator: "; ")
        switch diagnostic.place {
        case .text(let range): place = FilePlace(path: sources.name(of: range).reportedPath(), range: range)
        case .file(let name): place = FilePlace(path: name.reportedPath())
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

extension String {
    /// A file's path as machines know it that show findings beside it: from the top of the repository, wherever omnienv was
    /// called. A file outside of that keeps the name that it was given.
    func reportedPath(_ variables: Variables = Variables()) -> String {
        let here = FileManager.default.currentDirectoryPath
        let whole = (hasPrefix("/") ? self : here + "/" + self).namesAlong
        let named = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].lazy.compactMap { variables[$0] }.first
        let top = (named ?? here).namesAlong
        return whole.starts(with: top) ? whole.dropFirst(top.count).joined(separator: "/") : self
    }

    /// The names along a path, without those that lead nowhere.
    private var namesAlong: [Substring] {
        split(separator: "/").reduce(into: []) { names, name in
            switch name {
            case ".": break
            case "..": _ = names.popLast()
            default: names.append(name)
            }
        }
    }
}
