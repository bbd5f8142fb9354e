import LocatedYAML
import Manifest
import OmniModel
import Planning

/// The state, or a part of it, as `--output json` gives it.
struct StateDocument: Encodable {
    struct Environment: Encodable {
        let address: String
        let environment: String
        let connection: String
        let baseConnection: String
        let values: [AttributeValue]
        let protected: Bool
    }

    struct Attribute: Encodable {
        let base: String
        let baseConnection: String
        let attribute: String
        let defaultValues: [AttributeValue]
    }

    struct UnfinishedCreate: Encodable {
        let address: String
        let connection: String
        let baseConnection: String
    }

    let formatVersion = "1.0"
    let instance: String
    let lineage: String
    private(set) var environments: [Environment] = []
    private(set) var attributes: [Attribute] = []
    private(set) var unfinishedCreates: [UnfinishedCreate] = []

    init(_ state: State, _ entries: [StateSelection.Entry]) {
        instance = state.header.instance
        lineage = state.header.lineage
        for entry in entries { add(entry) }
    }

    private mutating func add(_ entry: StateSelection.Entry) {
        switch entry {
        case .environment(let key, let environment): environments.append(Environment(key, environment))
        case .intent(let key, let address):
            let create = UnfinishedCreate(
                address: address.description,
                connection: key.connection.text,
                baseConnection: key.base.text
            )
            unfinishedCreates.append(create)
        case .attribute(let base, let recorded):
            let attribute = Attribute(
                base: recorded.base,
                baseConnection: base.text,
                attribute: recorded.attribute.name,
                defaultValues: recorded.attribute.defaultValues
            )
            attributes.append(attribute)
        }
    }
}

extension StateDocument.Environment {
    fileprivate init(_ key: EnvironmentKey, _ recorded: RecordedEnvironment) {
        address = recorded.address.description
        environment = recorded.id.text
        connection = key.connection.text
        baseConnection = key.base.text
        values = recorded.values
        protected = recorded.isProtected
    }
}
