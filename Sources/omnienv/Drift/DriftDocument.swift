import Diagnostics
import JSONText
import Manifest
import OmniModel
import Planning

extension DriftReport {
    /// Drift as `--output json` gives it. What a side does not have is left out.
    var document: JSONValue {
        [
            "format_version": "1.0",
            "basis": basis == .lastApply ? "last_apply" : "manifest",
            // Whether Omni listed environments.
            "environments_seen": .boolean(seesEnvironments),
            "has_drift": .boolean(hasDrift),
            "summary": [
                "drift": .number(count(of: .drift)), "both": .number(count(of: .both)),
                "pending": .number(count(of: .pending)),
                // By an apply that was cut off or is under way.
                "cut_off": .number(count(of: .cutOff)),
            ],
            "bases": .array(bases.map { $0.document(names: names) }),
            "connections": .array(connections.map(\.document)),
            "assertions": .array(assertions.map(\.document)),
        ]
    }
}

extension BaseDrift {
    fileprivate func document(names: [ConnectionID: String]) -> JSONValue {
        [
            "label": .string(label),
            "connection": .string(connection.text),
            "connection_name": names[connection].map(JSONValue.string),
            "attribute": attribute.map(\.document),
            "environments": .array(environments.map { $0.document(names: names) }),
        ]
    }
}

extension AttributeDrift {
    fileprivate var document: JSONValue {
        [
            "cause": .string(cause.rawValue),
            "recorded": recorded.map(\.document),
            "current": current.attribute.map(\.document),
            "wanted": wanted.map(\.document),
        ]
    }
}

extension EnvironmentUserAttribute {
    fileprivate var document: JSONValue {
        ["name": .string(name), "default_values": .values(defaultValues)]
    }
}

extension EnvironmentDrift {
    fileprivate func document(names: [ConnectionID: String]) -> JSONValue {
        [
            "address": (address?.description).map(JSONValue.string),
            "connection": .string(key.connection.text),
            "connection_name": names[key.connection].map(JSONValue.string),
            "environment": (id?.text).map(JSONValue.string),
            "change": kind.document,
            "cause": .string(cause.rawValue),
            "recorded": recorded.map(JSONValue.values),
            "current": current.map(JSONValue.values),
            "wanted": wanted.map(JSONValue.values),
            "values": .array(
                values.map { value in
                    [
                        "value": .string(value.value.text), "cause": .string(value.cause.rawValue),
                        "current": .boolean(value.isCurrent), "wanted": .boolean(value.isWanted),
                    ]
                }
            ),
        ]
    }
}

extension EnvironmentDrift.Kind {
    fileprivate var document: JSONValue {
        switch self {
        case .attached: "attached"
        case .detached: "detached"
        case .orphaned: "orphaned"
        case .missing: "missing"
        case .values: "values"
        }
    }
}

extension ConnectionDrift {
    fileprivate var document: JSONValue {
        let content: JSONValue = [
            "connection": .string(connection.text), "cause": .string(cause.rawValue),
        ]
        return content.adding(kind.document)
    }
}

extension ConnectionDrift.Kind {
    fileprivate var document: JSONValue {
        switch self {
        case .renamed(let before, let now):
            ["change": "renamed", "recorded_name": .string(before), "name": .string(now)]
        case .deleted(let name): ["change": "deleted", "name": .string(name)]
        case .unlisted: ["change": "unlisted"]
        }
    }
}

extension UnmetAssertion {
    /// Something that the manifest asserts and Omni does not meet, or that could not be read.
    fileprivate var document: JSONValue {
        [
            "base": .string(base), "status": isUnread ? "unread" : "unmet", "message": .text(words),
            "line": .number(line),
        ]
    }
}
