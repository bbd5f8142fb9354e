import DurableFiles
import JSONText
import LocatedYAML
import Planning

extension SavedPlan {
    /// By which a saved plan's text is known.
    private static let kind = "omnienv saved plan"
    /// Of the files that are written, and the only one that is read.
    static let formatVersion = "2.0"

    /// The text of a saved plan: one indented JSON object. What the plan follows from is read back; the plan itself stands
    /// in it as it was shown, for people and scripts, read only to be shown again: an apply makes
    /// its plan anew.
    ///
    /// - Parameter shown: the plan as `plan --output json` shows it.
    func text(showing shown: JSONValue) -> [UInt8] {
        let document: JSONValue = [
            "kind": .string(Self.kind),
            "format_version": .string(Self.formatVersion),
            "digest": digest.map(JSONValue.string),
            "instance": .string(instance),
            "manifest": manifest.json,
            "state": state.map(\.json),
            "omni": omni.json,
            "options": options.json,
            "plan": shown,
        ]
        return document.document() + [UInt8(ascii: "\n")]
    }

    /// Whether a text claims to be a saved plan, of whatever format and however edited.
    static func isPlan(_ text: [UInt8]) -> Bool { (try? claimed(text)) != nil }

    /// What claims to be a saved plan.
    fileprivate static func claimed(_ text: [UInt8]) throws(SavedPlanProblem) -> (
        json: JSONValue, format: String
    ) {
        guard let json = try? JSONValue(reading: text), json["kind"]?.string == kind,
            let format = json["format_version"]?.string
        else { throw .notAPlan }
        return (json, format)
    }

    fileprivate init(_ json: JSONValue) throws(SavedPlanProblem) {
        digest = try json.optional("digest", \.string)
        instance = try json.member("instance", \.string)
        manifest = try json.member("manifest", ManifestMark.init)
        state = try json.optional("state", StateMark.init)
        omni = try json.member("omni", SeenOmni.init)
        options = try json.member("options", PlanOptions.init)
    }
}

extension JSONValue {
    fileprivate func member<Value>(
        _ name: String,
        _ read: (JSONValue) throws(SavedPlanProblem) -> Value?
    ) throws(SavedPlanProblem) -> Value {
        guard let member = self[name], let value = try read(member) else { throw .notAPlan }
        return value
    }

    /// - Returns: nil for a member that is absent or null, but not for one of another kind.
    fileprivate func optional<Value>(
        _ name: String,
        _ read: (JSONValue) throws(SavedPlanProblem) -> Value?
    ) throws(SavedPlanProblem) -> Value? {
        switch self[name] {
        case nil, .null?: nil
        default: try member(name, read)
        }
    }
}

extension SealedPlan {
    /// Reads a saved plan from its file.
    ///
    /// - Throws: `FileError`, or a `SavedPlanProblem` of the text.
    package static func load(_ path: String) throws -> SealedPlan {
        try SealedPlan(text: try SystemFiles().open(path, .read).readAll())
    }

    /// - Throws: `notAPlan`, or `otherFormat` for a plan that another version has saved.
    init(text: [UInt8]) throws(SavedPlanProblem) {
        let (json, format) = try SavedPlan.claimed(text)
        guard format == SavedPlan.formatVersion else { throw .otherFormat(format) }
        self.init(saved: try SavedPlan(json), shown: json["plan"] ?? .null, text: text)
    }
}

extension SavedPlan.ManifestMark {
    fileprivate var json: JSONValue {
        ["paths": .strings(paths), "files": .strings(files), "fingerprint": .string(fingerprint)]
    }

    fileprivate init(_ json: JSONValue) throws(SavedPlanProblem) {
        paths = try json.member("paths", \.strings)
        files = try json.member("files", \.strings)
        fingerprint = try json.member("fingerprint", \.string)
    }
}

extension SavedPlan.StateMark {
    fileprivate var json: JSONValue { ["lineage": .string(lineage), "fingerprint": .string(fingerprint)] }

    fileprivate init(_ json: JSONValue) throws(SavedPlanProblem) {
        lineage = try json.member("lineage", \.string)
        fingerprint = try json.member("fingerprint", \.string)
    }
}

extension SeenOmni {
    fileprivate var json: JSONValue {
        let listed = environments.map { JSONValue.object($0.map { ($0, .string($1)) }) }
        return ["environments": listed, "connections": connections.map(JSONValue.string)]
    }

    fileprivate init(_ json: JSONValue) throws(SavedPlanProblem) {
        environments = try json.optional("environments") { json throws(SavedPlanProblem) in
            guard case .object(let members) = json else { throw .notAPlan }
            var fingerprints: [String: String] = [:]
            for (key, value) in members {
                guard let text = value?.string else { throw .notAPlan }
                fingerprints[key] = text
            }
            return fingerprints
        }
        connections = try json.optional("connections", \.string)
    }
}

extension PlanOptions {
    fileprivate var json: JSONValue {
        [
            "prune": .boolean(prunes), "target": .strings(targets),
            "accept_empty": .boolean(acceptsEmptyList),
            "allow_fallback": .strings(allowedFallbacks.words), "max_detach": maxDetach.map(JSONValue.number),
        ]
    }

    fileprivate init(_ json: JSONValue) throws(SavedPlanProblem) {
        self.init()
        prunes = try json.member("prune", \.boolean)
        targets = try json.member("target", \.strings)
        acceptsEmptyList = try json.member("accept_empty", \.boolean)
        allowedFallbacks = AllowedFallbacks(try json.member("allow_fallback", \.strings))
        maxDetach = try json.optional("max_detach", \.number)
    }
}
