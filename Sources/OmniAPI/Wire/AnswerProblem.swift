/// Why an answer that reports success cannot be used.
package enum AnswerProblem: Error, Sendable, Hashable {
    case notJSON
    case cutOff
    /// The field is missing, null, or of an unusable kind; written as a path such as `connections[2].id`.
    case lacks(field: String)
    case tooLarge(limit: Int)
    /// Neither a success nor a refusal that omni-api.md knows.
    case unknownStatus
}

extension AnswerProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON: "it is not JSON"
        case .cutOff: "it is cut off"
        case .lacks(let field): "it lacks a usable \"\(field)\""
        case .unknownStatus: "Omni does not use this status"
        case .tooLarge(let limit): "it is larger than \(limit >> 20) MiB"
        }
    }
}
