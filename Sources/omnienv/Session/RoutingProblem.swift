import Diagnostics

/// Why there is no routing to show.
enum RoutingProblem: Error, CustomStringConvertible {
    case noState(path: String)
    case unknownBases([String], known: [String])

    var status: ExitStatus {
        switch self {
        case .noState: .failed
        case .unknownBases: .usage
        }
    }

    var description: String {
        switch self {
        case .noState(let path):
            "there is no state at \"\(path)\": apply first, name it with --state, or ask without --offline"
        case .unknownBases(let unknown, let known):
            "there is no base connection \(unknown.quotedList); there are: \(known.map(\.printable).joined(separator: ", "))"
        }
    }
}
