package import LocatedYAML

/// What a sandbox starts with, read from YAML; `examples/sandbox.yaml` shows and explains the form.
package struct SandboxFile: Sendable {
    package let store: Store
    /// What each token may do; nil when the file names no tokens, so that any is an administrator's.
    package let tokens: [String: APIVariant.Permission]?

    /// Reads a whole file and throws all that is wrong with it at once.
    /// - Parameter sharesDefaults: whether default values and environments' values exclude each other.
    package init(parsing source: SourceFile, sharesDefaults: Bool = true) throws(SandboxFileError) {
        let stream = YAMLParser.parse(source, file: 0)
        var problems = stream.problems.map { SandboxFileProblem(.yaml($0.message), at: $0.range) }
        var reader = SandboxFileReader(sharesDefaults: sharesDefaults)
        if let root = stream.documents.first, stream.documents.count == 1 {
            reader.read(root)
        } else if problems.isEmpty {
            let place = stream.documents.dropFirst().first?.range ?? .startOfFile
            problems.append(SandboxFileProblem(.documents(stream.documents.count), at: place))
        }
        problems += reader.problems
        guard problems.isEmpty else { throw SandboxFileError(file: source.name, problems: problems) }
        store = reader.store
        tokens = reader.tokens
    }
}

extension SourceRange {
    fileprivate static let startOfFile = SourceRange(
        file: 0,
        start: SourcePosition(line: 1, column: 1),
        end: SourcePosition(line: 1, column: 1)
    )
}

/// One thing that is wrong with a sandbox file, and where.
package struct SandboxFileProblem: Sendable, Equatable {
    /// What is wrong, as facts; `message` has the words.
    package enum Kind: Sendable, Equatable {
        case yaml(String)
        case documents(Int)
        case wrongKind(expected: String)
        case unknownKey(String, known: [String])
        case missingKey(String)
        case notUUID(String)
        case unknownChoice(String, allowed: [String])
        case repeatedID(ResourceID)
        case refused(Store.Refusal)
    }

    package let kind: Kind
    package let range: SourceRange

    init(_ kind: Kind, at range: SourceRange) {
        self.kind = kind
        self.range = range
    }

    package var message: String {
        switch kind {
        case .yaml(let message): message
        case .documents(let count): "\(count) documents; a sandbox file holds exactly one"
        case .wrongKind(let expected): "wrong kind of value; expected \(expected)"
        case .unknownKey(let key, let known):
            "unknown key \"\(key)\"; known here: \(known.joined(separator: ", "))"
        case .missingKey(let key): "missing key \"\(key)\"; add it"
        case .notUUID(let text):
            "\"\(text)\" is not a UUID; write 32 hexadecimal digits in groups of 8-4-4-4-12"
        case .unknownChoice(let text, let allowed):
            "unknown value \"\(text)\"; use \(allowed.joined(separator: " or "))"
        case .repeatedID(let id): "the id \"\(id)\" is used already; give each its own"
        case .refused(let refusal): Self.message(of: refusal)
        }
    }

    private static func message(of refusal: Store.Refusal) -> String {
        switch refusal {
        case .notAttachable(let ids):
            "connection \"\(ids.map(\.text).joined(separator: ", "))\" cannot be attached; it must exist, not be "
                + "deleted, have the base's dialect, not be the base, and be attached to it once"
        case .unknownConnection(let id):
            "connection \"\(id)\" is deleted and has no environments; remove them"
        case .valueInUse(let value):
            "value \"\(value)\" is in use by another environment of the base, or as its default value; remove it here or there"
        default: refusal.detail
        }
    }
}

/// All that is wrong with a sandbox file. Its description has a line for each, in the order of the file.
package struct SandboxFileError: Error, Sendable, Equatable, CustomStringConvertible {
    package let file: String
    package let problems: [SandboxFileProblem]

    init(file: String, problems: [SandboxFileProblem]) {
        self.file = file
        self.problems = problems.sorted {
            ($0.range.start.line, $0.range.start.column) < ($1.range.start.line, $1.range.start.column)
        }
    }

    /// A line for each problem, `file:line:column: error: …`.
    package var lines: [String] {
        problems.map { problem in
            let start = problem.range.start
            return "\(file):\(start.line):\(start.column): error: \(problem.message)"
        }
    }

    package var description: String { lines.joined(separator: "\n") }
}
