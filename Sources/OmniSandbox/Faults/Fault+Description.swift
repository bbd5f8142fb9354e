extension Fault.Effect: CustomStringConvertible {
    /// The effect as the fault grammar writes it.
    package var description: String {
        switch self {
        case .lost(let moment): "lost-\(moment.rawValue)"
        case .status(let status, let moment, let seconds):
            "\(status)-\(moment.rawValue)\(seconds.map { ":\($0)" } ?? "")"
        case .maskedError(let moment): "error-in-200-\(moment.rawValue)"
        case .slow(let duration): "slow:\(duration / .seconds(1))"
        case .garbage: "garbage"
        case .partial: "partial"
        case .proxyPage: "html"
        case .staleList: "stale-list"
        case .notFoundOnce: "404-once"
        case .edit(let edit): edit.description
        }
    }
}

extension OutsideEdit: CustomStringConvertible {
    /// The edit as the fault grammar writes it.
    package var description: String {
        switch self {
        case .attach(let base, let connection): "edit:attach:\(base)=\(connection)"
        case .detach(let connection): "edit:detach:\(connection)"
        case .values(let connection, let values):
            "edit:values:\(connection)=\(values.joined(separator: ","))"
        case .deleteConnection(let connection): "edit:delete-connection:\(connection)"
        }
    }
}
