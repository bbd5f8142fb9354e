import Manifest
import OmniModel
import Planning

/// The JSON object of one line: `record` says which of the other fields it holds.
struct StateLine {
    enum Kind: String {
        case state, environment, detached, attribute, attributeRemoved, connection, intent, intentDropped
        case forgotten, attributeForgotten, isolation, plan
    }

    /// `nil` for one that this version does not know.
    var record: Kind? { kind.flatMap(Kind.init) }
    var kind: String?
    var format: Int?
    var lineage: String?
    var instance: String?
    var base: String?
    var connection: String?
    var id: String?
    var address: String?
    var name: String?
    var values: [String]?
    var defaultValues: [String]?
    var protect: Bool?
    var isolation: String?

    init() {}

    init(_ kind: Kind, key: EnvironmentKey? = nil) {
        self.kind = kind.rawValue
        base = key?.base.text
        connection = key?.connection.text
    }
}

extension StateLine {
    init(_ header: StateHeader) {
        self.init(.state)
        format = StateFormat.version
        lineage = header.lineage
        instance = header.instance
    }

    init(_ record: StateRecord) {
        switch record {
        case .environment(let key, let environment):
            self.init(.environment, key: key)
            id = environment.id.text
            address = environment.address.description
            values = environment.values
            protect = environment.isProtected ? true : nil
        case .detached(let key):
            self.init(.detached, key: key)
        case .attribute(let base, let recorded):
            self.init(.attribute)
            self.base = base.text
            address = recorded.base
            name = recorded.attribute.name
            defaultValues = recorded.attribute.defaultValues
        case .attributeRemoved(let base):
            self.init(.attributeRemoved)
            self.base = base.text
        case .connectionName(let id, let name):
            self.init(.connection)
            self.id = id.text
            self.name = name
        case .isolation(let base, let isolation):
            self.init(.isolation)
            self.base = base.text
            self.isolation = isolation.rawValue
        case .intent(let key, let address):
            self.init(.intent, key: key)
            self.address = address.description
        case .intentDropped(let key):
            self.init(.intentDropped, key: key)
        case .forgotten(let key):
            self.init(.forgotten, key: key)
        case .attributeForgotten(let base):
            self.init(.attributeForgotten)
            self.base = base.text
        case .planApplied(let seal):
            self.init(.plan)
            id = seal
        }
    }
}

extension StateLine {
    /// `nil` when it is no header or lacks a field of one.
    var header: StateHeader? {
        guard record == .state, let lineage, let instance else { return nil }
        return StateHeader(lineage: lineage, instance: instance)
    }
}
