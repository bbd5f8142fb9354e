import Manifest
import OmniModel
import Planning

/// From a line's fields to the record that they are.
extension StateLine {
    /// - Throws: why the line is none.
    var checkedRecord: StateRecord {
        get throws(BadLine) {
            switch record {
            case .environment: try environmentRecord
            case .detached: .detached(try key)
            case .attribute: try attributeRecord
            case .attributeRemoved: .attributeRemoved(try baseID)
            case .connection: .connectionName(ConnectionID(try uuid(id, "id")), try field(name))
            case .isolation: .isolation(try baseID, try field(isolation.flatMap(Isolation.init)))
            case .intent: .intent(try key, try addressField)
            case .intentDropped: .intentDropped(try key)
            case .forgotten: .forgotten(try key)
            case .attributeForgotten: .attributeForgotten(try baseID)
            case .plan: .planApplied(try field(id))
            case .state: throw .otherState
            case nil: throw kind.map(BadLine.newerRecord) ?? .notRecord
            }
        }
    }

    private var environmentRecord: StateRecord {
        get throws(BadLine) {
            let environment = RecordedEnvironment(
                id: EnvironmentID(try uuid(id, "id")),
                address: try addressField,
                values: try field(values),
                isProtected: protect ?? false
            )
            return .environment(try key, environment)
        }
    }

    private var attributeRecord: StateRecord {
        get throws(BadLine) {
            let attribute = EnvironmentUserAttribute(
                name: try field(name),
                defaultValues: try field(defaultValues)
            )
            return .attribute(try baseID, RecordedAttribute(base: try label, attribute: attribute))
        }
    }

    private var key: EnvironmentKey {
        get throws(BadLine) {
            EnvironmentKey(base: try baseID, connection: ConnectionID(try uuid(connection, "connection")))
        }
    }

    private var baseID: ConnectionID {
        get throws(BadLine) { ConnectionID(try uuid(base, "base")) }
    }

    private var addressField: Address {
        get throws(BadLine) { try field(Address(try label)) }
    }

    /// An address, which no manifest can have with a control character.
    private var label: String {
        get throws(BadLine) {
            let text = try field(address)
            if let control = text.utf8.first(where: { $0 < 0x20 || $0 == 0x7F }) {
                throw .controlCharacter(control)
            }
            return text
        }
    }

    private func uuid(_ text: String?, _ name: String) throws(BadLine) -> String {
        let text = try field(text)
        guard UUIDText.isWellFormed(text) else { throw .notUUID(field: name, text) }
        return text
    }

    private func field<Value>(_ value: Value?) throws(BadLine) -> Value {
        guard let value else { throw .notRecord }
        return value
    }
}
