package import JSONText

/// Why an answer that reports success cannot be used.
package enum AnswerProblem: Error, Sendable, Hashable {
    case json(JSONProblem)
    case tooLarge(limit: Int)
    /// Neither a success nor a refusal that the API's contract knows.
    case unknownStatus
}

extension AnswerProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .json(let problem): problem.description
        case .unknownStatus: "Omni does not use this status"
        case .tooLarge(let limit): "it is larger than \(limit >> 20) MiB"
        }
    }
}
