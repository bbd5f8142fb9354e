/// The faults that a sandbox plays, with how often each has been matched.
struct FaultScript: Sendable {
    private struct Line: Sendable {
        let fault: Fault
        var matched = 0
    }

    private var lines: [Line]

    init(_ faults: [Fault]) {
        lines = faults.map { Line(fault: $0) }
    }

    mutating func append(_ fault: Fault) {
        lines.append(Line(fault: fault))
    }

    /// Whether answers may be asked for that lag behind.
    var needsHistory: Bool {
        lines.contains { $0.fault.effect == .staleList }
    }

    /// What strikes a request: all edits from outside, and of the other effects the first. Every fault
    /// counts the requests that match it, whether it strikes or not.
    mutating func strike(_ request: SandboxRequest) -> (edits: [OutsideEdit], effect: Fault.Effect?) {
        var edits: [OutsideEdit] = []
        var effect: Fault.Effect?
        for index in lines.indices where lines[index].fault.matches(request) {
            lines[index].matched += 1
            let fault = lines[index].fault
            guard fault.occurrences.contains(lines[index].matched) else { continue }
            if case .edit(let edit) = fault.effect {
                edits.append(edit)
            } else {
                effect = effect ?? fault.effect
            }
        }
        return (edits, effect)
    }
}
