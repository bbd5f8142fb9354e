/// Why a text cannot be read as the JSON that was expected.
package enum JSONProblem: Error, Sendable, Hashable {
    case notJSON
    case cutOff
    /// The field is missing, null, or of an unusable kind; written as a path such as `connections[2].id`.
    case lacks(field: String)
}

extension JSONProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON: "it is not JSON"
        case .cutOff: "it is cut off"
        case .lacks(let field): "it lacks a usable \"\(field)\""
        }
    }
}
