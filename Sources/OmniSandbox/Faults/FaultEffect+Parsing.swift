extension Fault.Effect {
    /// Reads one of `lost-before`, `lost-after`, `STATUS`, `STATUS-before`, `STATUS-after`, a status followed
    /// by `:SECONDS` for a `Retry-After` field, `error-in-200-before`, `error-in-200-after`, `slow:SECONDS`,
    /// `garbage`, `partial`, `html`, `stale-list`, `404-once`, `edit:attach:BASE=CONNECTION`, `edit:detach:CONNECTION`, `edit:values:CONNECTION=a,b`,
    /// `edit:delete-connection:CONNECTION`.
    init(parsing text: String) throws(FaultSyntaxError.Problem) {
        switch text {
        case "lost-before": self = .lost(.before)
        case "lost-after": self = .lost(.after)
        case "error-in-200-before": self = .maskedError(.before)
        case "error-in-200-after": self = .maskedError(.after)
        case "garbage": self = .garbage
        case "partial": self = .partial
        case "html": self = .proxyPage
        case "stale-list": self = .staleList
        case "404-once": self = .notFoundOnce
        default: self = try Self.withArgument(text)
        }
    }

    private static func withArgument(_ text: String) throws(FaultSyntaxError.Problem) -> Self {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        let argument = parts.count > 1 ? parts[1] : nil
        switch parts[0] {
        case "slow":
            guard let seconds = argument.flatMap(Double.init), seconds >= 0, seconds <= 3600 else {
                throw .seconds(text)
            }
            return .slow(.milliseconds(Int64(seconds * 1000)))
        case "edit":
            return .edit(try OutsideEdit(parsing: argument ?? ""))
        default:
            return try status(parts[0], retryAfter: argument, in: text)
        }
    }

    private static func status(
        _ word: String,
        retryAfter: String?,
        in text: String
    ) throws(FaultSyntaxError.Problem) -> Self {
        let parts = word.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard let status = Int(parts[0]), (400...599).contains(status) else { throw .effect(text) }
        var moment = Fault.Moment.before
        if parts.count > 1 {
            guard let named = Fault.Moment(rawValue: parts[1]) else { throw .effect(text) }
            moment = named
        }
        guard let retryAfter else { return .status(status, moment, retryAfter: nil) }
        guard let seconds = Int(retryAfter), seconds >= 0 else { throw .seconds(text) }
        return .status(status, moment, retryAfter: seconds)
    }
}

extension OutsideEdit {
    /// Reads what follows `edit:`.
    init(parsing text: String) throws(FaultSyntaxError.Problem) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard parts.count == 2 else { throw .edit(text) }
        let operands = parts[1].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let id = ResourceID(operands[0]) else { throw .id(String(operands[0])) }
        switch (parts[0], operands.count) {
        case ("attach", 2):
            guard let connection = ResourceID(operands[1]) else { throw .id(String(operands[1])) }
            self = .attach(base: id, connection: connection)
        case ("detach", 1): self = .detach(connection: id)
        case ("values", 2): self = .values(connection: id, operands[1].split(separator: ",").map(String.init))
        case ("delete-connection", 1): self = .deleteConnection(id)
        default: throw .edit(text)
        }
    }
}
