import Diagnostics
import JSONText
import LocatedYAML
import OmniModel
import Planning

/// Where the manifest says what a plan does: a place for each part, in the order in which the plan shows its parts, and
/// `nil` for one of which the manifest says nothing.
struct PartPlaces {
    /// Those of one base.
    struct Base {
        let changes: [FilePlace?]
        let moves: [FilePlace?]
        let windows: [FilePlace?]
    }

    let refusals: [FilePlace?]
    /// The bases in which most is at stake first, as they are shown.
    let bases: [Base]

    init(_ plan: Plan, in manifest: PlanPlaces, of sources: SourceList) {
        func name(_ range: SourceRange?) -> FilePlace? {
            range.map { FilePlace(path: sources.name(of: $0), range: $0) }
        }
        refusals = plan.refusals.map { name($0.place(in: manifest)) }
        bases = plan.basesByDanger.map { base in
            Base(
                changes: base.changes.map { name(manifest.place(of: $0, in: base)) },
                moves: base.routing.moves.map { name(manifest.place(of: $0, in: base)) },
                windows: base.routing.windows.map { name(manifest.place(of: $0, in: base)) }
            )
        }
    }

    /// As a saved plan shows them, which no guard has refused.
    init(saved plan: JSONValue) {
        refusals = []
        bases = (plan["bases"]?.array ?? []).map { base in
            let routing = base["routing"]
            return Base(
                changes: Self.places(base["changes"]),
                moves: Self.places(routing?["moves"]),
                windows: Self.places(routing?["fallback_windows"])
            )
        }
    }

    private static func places(_ parts: JSONValue?) -> [FilePlace?] {
        (parts?.array ?? []).map(FilePlace.init(reading:))
    }
}

extension FilePlace {
    /// Lines and columns count from 1; the end is just behind the last character.
    var document: JSONValue {
        [
            "file": .string(path),
            "line": (range?.start.line).map(JSONValue.number),
            "column": (range?.start.column).map(JSONValue.number),
            "end_line": (range?.end.line).map(JSONValue.number),
            "end_column": (range?.end.column).map(JSONValue.number),
        ]
    }

    fileprivate init?(reading part: JSONValue) {
        func number(_ name: String) -> Int32? { part[name]?.number.flatMap(Int32.init(exactly:)) }
        guard let path = part["file"]?.string, let line = number("line"), let column = number("column"),
            let endLine = number("end_line"), let endColumn = number("end_column")
        else { return nil }
        self.path = path
        range = SourceRange(
            file: 0,
            start: SourcePosition(line: line, column: column),
            end: SourcePosition(line: endLine, column: endColumn)
        )
    }
}
