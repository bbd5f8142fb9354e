import JSONText
import Manifest
import OmniModel
import Planning

extension State {
    /// The state, or a part of it, as `--output json` gives it.
    func document(_ entries: [StateEntry]) -> JSONValue {
        var (environments, attributes, creates): ([JSONValue], [JSONValue], [JSONValue]) = ([], [], [])
        for entry in entries {
            switch entry {
            case .environment(let key, let environment): environments.append(environment.document(key))
            case .intent(let key, let address): creates.append(key.document(address))
            case .attribute(let base, let recorded): attributes.append(recorded.document(base))
            }
        }
        return [
            "format_version": "1.0",
            "instance": .string(header.instance),
            "lineage": .string(header.lineage),
            "environments": .array(environments),
            "attributes": .array(attributes),
            "unfinished_creates": .array(creates),
        ]
    }
}

extension EnvironmentKey {
    fileprivate func document(_ address: Address) -> JSONValue {
        [
            "address": .string(address.description), "connection": .string(connection.text),
            "base_connection": .string(base.text),
        ]
    }
}

extension RecordedEnvironment {
    fileprivate func document(_ key: EnvironmentKey) -> JSONValue {
        key.document(address).adding([
            "environment": .string(id.text), "values": .values(values), "protected": .boolean(isProtected),
        ])
    }
}

extension RecordedAttribute {
    fileprivate func document(_ connection: ConnectionID) -> JSONValue {
        [
            "base": .string(base), "base_connection": .string(connection.text),
            "attribute": .string(attribute.name), "default_values": .values(attribute.defaultValues),
        ]
    }
}
