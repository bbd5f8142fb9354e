import JSONText
import Manifest
import OmniModel
package import Planning

extension RunLog.Entry {
    /// How every line of a run begins, so that it is told from others without being read.
    static let head = Array(#"{"record":"run","id":""#.utf8)

    /// The run as the line that a state keeps.
    package init(_ run: RecordedRun) {
        self.init(id: run.id, text: run.json.bytes)
    }
}

extension RecordedRun {
    /// Reads a run's line, which a state keeps unread until somebody asks for it.
    ///
    /// - Throws: when the line is none that omnienv writes.
    package init(reading entry: RunLog.Entry) throws(BadLine) {
        var fields = RunFields()
        do throws(JSONProblem) {
            var reader = JSONReader(entry.text)
            try reader.object { name, reader throws(JSONProblem) in try fields.take(name, &reader) }
            try reader.end()
        } catch {
            throw .notRecord
        }
        self = try fields.run(entry.id)
    }

    fileprivate var json: JSONValue {
        .object([
            "record": .string("run"), "id": .string(id), "start": .string(start), "who": .string(who),
            "place": .string(place), "commit": commit.map(JSONValue.string),
            "digest": digest.map(JSONValue.string), "bases": .strings(bases.map(\.text)),
            "end": (end?.time).map(JSONValue.string),
            "outcome": (end?.outcome.rawValue).map(JSONValue.string),
            "moves": end.map { .array($0.moves.map(\.json)) },
            "unnamed": end.flatMap { $0.unnamed > 0 ? .number($0.unnamed) : nil },
        ])
    }
}

extension RecordedRun.Move {
    fileprivate var json: JSONValue {
        .object([
            "base": .string(base), "value": .string(value.text), "from": from.map(JSONValue.string),
            "to": to.map(JSONValue.string),
        ])
    }
}

/// The members of a run's line as they come.
private struct RunFields {
    private var texts: [String: String] = [:]
    private var bases: [String] = []
    private var moves: [RecordedRun.Move] = []

    mutating func take(_ name: String, _ reader: inout JSONReader) throws(JSONProblem) {
        switch name {
        case "bases": bases = try reader.strings() ?? []
        case "moves":
            try reader.array { reader throws(JSONProblem) in
                if let move = try Self.move(&reader) { moves.append(move) }
            }
        default: texts[name] = try reader.text()
        }
    }

    private static func move(_ reader: inout JSONReader) throws(JSONProblem) -> RecordedRun.Move? {
        var texts: [String: String] = [:]
        try reader.object { name, reader throws(JSONProblem) in texts[name] = try reader.string() }
        guard let base = texts["base"], let value = texts["value"] else { return nil }
        return RecordedRun.Move(
            base: base,
            value: AttributeValue(value),
            from: texts["from"],
            to: texts["to"]
        )
    }

    func run(_ id: String) throws(BadLine) -> RecordedRun {
        if let base = bases.first(where: { !$0.isUUID }) {
            throw .notUUID(field: "bases", base)
        }
        return RecordedRun(
            id: id,
            start: try text("start"),
            who: try text("who"),
            place: try text("place"),
            commit: texts["commit"],
            digest: texts["digest"],
            bases: bases.map { ConnectionID($0) },
            end: try end
        )
    }

    private var end: RecordedRun.End? {
        get throws(BadLine) {
            guard let time = texts["end"] else { return nil }
            guard let outcome = RecordedRun.Outcome(rawValue: try text("outcome")) else {
                throw .unusable("outcome")
            }
            let unnamed = texts["unnamed"].flatMap { Int($0) } ?? 0
            return RecordedRun.End(time: time, outcome: outcome, moves: moves, unnamed: unnamed)
        }
    }

    private func text(_ name: String) throws(BadLine) -> String {
        guard let text = texts[name] else { throw .lacks(name) }
        return text
    }
}
