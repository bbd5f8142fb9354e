package import LocatedYAML

/// One thing that is wrong with a sandbox file, and where.
package struct SandboxFileProblem: Sendable, Equatable {
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

    package var description: String {
        problems.map { problem in
            let start = problem.range.start
            return "\(file):\(start.line):\(start.column): error: \(problem.message)"
        }
        .joined(separator: "\n")
    }
}
