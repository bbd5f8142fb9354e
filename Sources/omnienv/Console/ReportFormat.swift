import ArgumentParser

/// The forms of findings that machines put beside the lines of a file.
enum FindingsFormat: String, CaseIterable {
    case github, gitlab, sarif
}

/// The forms of a result that is for people, for programs, or for a machine that shows findings.
enum ReportFormat: ExpressibleByArgument {
    case document(OutputFormat)
    case findings(FindingsFormat)

    static let help: ArgumentHelp = "The form of the result: text, json, markdown, github, gitlab or sarif."

    init?(argument: String) {
        if let format = OutputFormat(rawValue: argument) {
            self = .document(format)
        } else if let format = FindingsFormat(rawValue: argument) {
            self = .findings(format)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] {
        OutputFormat.allCases.map(\.rawValue) + FindingsFormat.allCases.map(\.rawValue)
    }

    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

    var defaultValueDescription: String {
        switch self {
        case .document(let format): format.rawValue
        case .findings(let format): format.rawValue
        }
    }
}
