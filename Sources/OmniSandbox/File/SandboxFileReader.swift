import LocatedYAML

/// Turns the root of a sandbox file into a store: first all connections, then what is attached to them, so
/// that their order in the file is free.
struct SandboxFileReader {
    private(set) var store = Store()
    private(set) var tokens: [String: APIVariant.Permission]?
    private var reader = NodeReader()
    private var environments: [(base: ResourceID, nodes: [Node])] = []
    private let sharesDefaults: Bool

    init(sharesDefaults: Bool) {
        self.sharesDefaults = sharesDefaults
    }

    var problems: [SandboxFileProblem] { reader.problems }

    mutating func read(_ root: Node) {
        let fields = reader.fields(root, required: ["connections"], optional: ["userAttributes", "tokens"])
        let connections = distinctConnections(reader.items(fields["connections"]))
        let attributes = reader.items(fields["userAttributes"]).enumerated().compactMap { index, node in
            userAttribute(node, serial: index + 1)
        }
        store = Store(connections: connections, userAttributes: attributes)
        store.sharesDefaults = sharesDefaults
        for (base, nodes) in environments {
            nodes.forEach { attach($0, to: base) }
        }
        tokens = fields["tokens"].map { permissions($0) }
    }

    private mutating func distinctConnections(_ nodes: [Node]) -> [Store.Connection] {
        var seen: Set<ResourceID> = []
        return nodes.compactMap { node in
            guard let connection = connection(node) else { return nil }
            guard seen.insert(connection.id).inserted else {
                reader.report(.repeatedID(connection.id), at: node.range)
                return nil
            }
            return connection
        }
    }

    private mutating func permissions(_ node: Node) -> [String: APIVariant.Permission] {
        var permissions: [String: APIVariant.Permission] = [:]
        for entry in reader.entries(node) ?? [] {
            permissions[entry.key.text] = reader.choice(entry.value)
        }
        return permissions
    }
}

extension SandboxFileReader {
    private mutating func connection(_ node: Node) -> Store.Connection? {
        let fields = reader.fields(
            node,
            required: ["id", "name", "dialect", "database"],
            optional: [
                "defaultSchema", "baseRole", "deletedAt", "environmentUserAttribute",
                "branchConnectionEnvironmentOverridesUserAttr", "environmentConnectionSwitchesSchemaModel",
                "environments",
            ]
        )
        let id = reader.id(fields["id"])
        let texts = ["name", "dialect", "database"].compactMap { reader.text(fields[$0]) }
        guard let id, texts.count == 3 else { return nil }
        var connection = Store.Connection(id: id, name: texts[0], dialect: texts[1], database: texts[2])
        addSettings(to: &connection, from: fields)
        environments.append((id, reader.items(fields["environments"])))
        return connection
    }

    private mutating func addSettings(to connection: inout Store.Connection, from fields: [String: Node]) {
        connection.defaultSchema = reader.text(fields["defaultSchema"])
        connection.baseRole = reader.text(fields["baseRole"])
        connection.deletedAt = reader.text(fields["deletedAt"])
        connection.routing = fields["environmentUserAttribute"].flatMap { routing($0) }
        connection.branchEnvironmentOverridesUserAttribute =
            reader.flag(fields["branchConnectionEnvironmentOverridesUserAttr"]) ?? false
        connection.environmentSwitchesSchemaModel =
            reader.flag(fields["environmentConnectionSwitchesSchemaModel"]) ?? false
    }

    private mutating func routing(_ node: Node) -> Store.RoutingAttribute? {
        let fields = reader.fields(node, required: ["name"], optional: ["defaultValues"])
        guard let name = reader.text(fields["name"]) else { return nil }
        return Store.RoutingAttribute(name: name, defaultValues: reader.texts(fields["defaultValues"]))
    }

    private mutating func userAttribute(_ node: Node, serial: Int) -> Store.UserAttribute? {
        let fields = reader.fields(
            node,
            required: ["name"],
            optional: ["id", "label", "type", "multipleValues", "defaultValue", "description", "system"]
        )
        guard let name = reader.text(fields["name"]) else { return nil }
        var attribute = Store.UserAttribute(
            id: reader.id(fields["id"]) ?? ResourceID(serial: serial),
            name: name,
            label: reader.text(fields["label"]) ?? name
        )
        attribute.type = reader.choice(fields["type"]) ?? .string
        attribute.allowsMultipleValues = reader.flag(fields["multipleValues"]) ?? true
        attribute.defaultValue = reader.text(fields["defaultValue"])
        attribute.description = reader.text(fields["description"])
        attribute.isSystem = reader.flag(fields["system"]) ?? false
        return attribute
    }

    private mutating func attach(_ node: Node, to base: ResourceID) {
        let fields = reader.fields(node, required: ["connection"], optional: ["id", "userAttributeValues"])
        guard let connection = reader.id(fields["connection"]) else { return }
        let id = reader.id(fields["id"])
        if let id, (try? store.environment(id)) != nil {
            return reader.report(.repeatedID(id), at: node.range)
        }
        let values = reader.texts(fields["userAttributeValues"])
        do throws(Store.Refusal) {
            let environment = try store.attach(connection, to: base, as: id)
            try store.setValues(values, of: environment.id)
        } catch {
            reader.report(.refused(error), at: node.range)
        }
    }
}
