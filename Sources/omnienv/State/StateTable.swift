import Diagnostics
import LocatedYAML
import OmniModel
import Planning

/// The state as a table, for a person.
struct StateTable {
    private let state: State

    init(_ state: State) {
        self.state = state
    }

    var text: String {
        let entries = StateSelection(state).all
        let tables = [
            Self.table(["ADDRESS", "ID", "VALUES"], entries.compactMap(\.environmentRow)),
            Self.table(["BASE", "USER ATTRIBUTE", "DEFAULT VALUES"], entries.compactMap(\.attributeRow)),
            Self.table(["UNFINISHED CREATE", "CONNECTION"], entries.compactMap(\.intentRow)),
        ]
        let shown = tables.compactMap(\.self)
        let body =
            shown.isEmpty ? "It has no environment and no user attribute.\n" : shown.joined(separator: "\n")
        return "State of \(state.header.instance)\n\n" + body
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String? {
        guard !rows.isEmpty else { return nil }
        let all = [head] + rows
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map { column in
                column == row.count - 1 ? row[column] : row[column].padded(to: widths[column])
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}

extension StateSelection.Entry {
    fileprivate var environmentRow: [String]? {
        guard case .environment(_, let environment) = self else { return nil }
        let protection = environment.isProtected ? "  (protected)" : ""
        return [name.printable, environment.id.text.printable, environment.values.listed + protection]
    }

    fileprivate var attributeRow: [String]? {
        guard case .attribute(_, let recorded) = self else { return nil }
        return [name.printable, recorded.attribute.name.printable, recorded.attribute.defaultValues.listed]
    }

    fileprivate var intentRow: [String]? {
        guard case .intent(let key, _) = self else { return nil }
        return [name.printable, key.connection.text]
    }

    /// Every fact, one a line.
    func description(in state: State) -> String {
        let named = { (id: ConnectionID) in
            id.text + (state.connectionNames[id].map { "  (\($0.printable))" } ?? "")
        }
        let facts: [(String, String)] =
            switch self {
            case .environment(let key, let environment):
                [
                    ("environment", environment.id.text.printable), ("connection", named(key.connection)),
                    ("base connection", named(key.base)), ("values", environment.values.listed(atMost: .max)),
                    ("protected", environment.isProtected ? "yes" : "no"),
                ]
            case .intent(let key, _):
                [
                    ("unfinished create", "begun, and its answer is not known"),
                    ("connection", named(key.connection)), ("base connection", named(key.base)),
                ]
            case .attribute(let base, let recorded):
                [
                    ("user attribute", recorded.attribute.name.printable),
                    ("default values", recorded.attribute.defaultValues.listed(atMost: .max)),
                    ("base connection", named(base)),
                ]
            }
        let width = facts.map(\.0.count).max() ?? 0
        return name.printable + "\n" + facts.map { "  \($0.padded(to: width))  \($1)\n" }.joined()
    }
}
