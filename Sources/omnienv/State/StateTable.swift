import Diagnostics
import LocatedYAML
import OmniModel
import Planning

extension State {
    /// As tables, for a person.
    var tables: TerminalText {
        let entries = self.entries
        let tables = [
            Self.table(["ADDRESS", "ID", "VALUES"], entries.compactMap(\.environmentRow)),
            Self.table(["BASE", "USER ATTRIBUTE", "DEFAULT VALUES"], entries.compactMap(\.attributeRow)),
            Self.table(["UNFINISHED CREATE", "CONNECTION"], entries.compactMap(\.intentRow)),
        ].compactMap(\.self)
        let body = tables.isEmpty ? ["It has no environment and no user attribute."] : tables
        return (["State of \(header.instance)"] + body).paragraphs
    }

    private static func table(_ head: [TerminalText], _ rows: [[TerminalText]]) -> TerminalText? {
        rows.isEmpty ? nil : TextTable(head, rows: rows).lines.joined(separator: "\n")
    }
}

extension StateEntry {
    fileprivate var environmentRow: [TerminalText]? {
        guard case .environment(_, let environment) = self else { return nil }
        let protection: TerminalText = environment.isProtected ? "  (protected)" : ""
        return ["\(inRow: name)", "\(environment.id)", environment.values.listed + protection]
    }

    fileprivate var attributeRow: [TerminalText]? {
        guard case .attribute(_, let recorded) = self else { return nil }
        return ["\(inRow: name)", "\(recorded.attribute.name)", recorded.attribute.defaultValues.listed]
    }

    fileprivate var intentRow: [TerminalText]? {
        guard case .intent(let key, _) = self else { return nil }
        return ["\(inRow: name)", "\(key.connection)"]
    }

    /// Every fact, one a line.
    func description(in state: State) -> TerminalText {
        let lines = TextTable(rows: facts(in: state)).lines
        return (lines.block("\(name)") ?? "\(name)") + "\n"
    }

    private func facts(in state: State) -> [[TerminalText]] {
        switch self {
        case .environment(let key, let environment):
            [
                ["environment", "\(environment.id)"], ["connection", state.named(key.connection)],
                ["base connection", state.named(key.base)],
                ["values", environment.values.listed(atMost: .max)],
                ["protected", environment.isProtected ? "yes" : "no"],
            ]
        case .intent(let key, _):
            [
                ["unfinished create", "begun, and its answer is not known"],
                ["connection", state.named(key.connection)], ["base connection", state.named(key.base)],
            ]
        case .attribute(let base, let recorded):
            [
                ["user attribute", "\(recorded.attribute.name)"],
                ["default values", recorded.attribute.defaultValues.listed(atMost: .max)],
                ["base connection", state.named(base)],
            ]
        }
    }
}

extension State {
    /// An id, and the name that the last apply knew for it.
    fileprivate func named(_ id: ConnectionID) -> TerminalText {
        connectionNames[id].map { "\(id)  (\($0))" } ?? "\(id)"
    }
}
