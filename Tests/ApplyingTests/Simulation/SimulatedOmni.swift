import FoundationEssentials

/// Omni's rules for environments (docs/omni-api.md), in little, and its answers as JSON text.
struct SimulatedOmni {
    struct Environment: Equatable {
        let id: String
        let base: String
        let connection: String
        var values: [String]
    }

    struct Attribute: Equatable {
        let name: String
        let defaults: [String]
    }

    struct Refusal: Error {
        let status: Int
        let detail: String
    }

    var environments: [Environment] = []
    var bases: [String]
    var attributes: [String: Attribute] = [:]
    var connections: Set<String>
    var takesArrays = false
    /// Whether a base's default values and its environments' values exclude each other.
    var sharesDefaults = true
    private var created = 0
    /// How many environments there were at the beginning.
    var seeded = 0

    init(bases: [String], connections: Set<String>) {
        self.bases = bases
        self.connections = connections
    }

    mutating func attach(_ new: [String], to base: String) throws(Refusal) -> [Environment] {
        let isValid = new.allSatisfy { connection in
            connections.contains(connection)
                && !environments.contains { $0.base == base && $0.connection == connection }
        }
        guard isValid, Set(new).count == new.count else {
            let ids = new.joined(separator: ", ")
            throw Refusal(
                status: 400,
                detail: "The following environment connection IDs are not valid for this connection: \(ids)"
            )
        }
        return new.map { connection in
            created += 1
            let environment = Environment(id: "e\(created)", base: base, connection: connection, values: [])
            environments.append(environment)
            return environment
        }
    }

    mutating func setValues(_ values: [String], of id: String) throws(Refusal) {
        guard let index = environments.firstIndex(where: { $0.id == id }) else { throw Self.unknown(id) }
        let base = environments[index].base
        let defaults = sharesDefaults ? attributes[base]?.defaults ?? [] : []
        if let taken = values.first(where: defaults.contains) { throw Self.inUse(taken) }
        for other in environments where other.base == base && other.id != id {
            if let taken = values.first(where: other.values.contains) { throw Self.inUse(taken) }
        }
        environments[index].values = values
    }

    mutating func detach(_ id: String) throws(Refusal) {
        guard let index = environments.firstIndex(where: { $0.id == id }) else { throw Self.unknown(id) }
        environments.remove(at: index)
    }

    mutating func setAttribute(_ attribute: Attribute?, of base: String) throws(Refusal) {
        let used = sharesDefaults ? environments.filter { $0.base == base }.flatMap(\.values) : []
        if let taken = attribute?.defaults.first(where: used.contains) { throw Self.inUse(taken) }
        attributes[base] = attribute
    }

    private static func inUse(_ value: String) -> Refusal {
        Refusal(status: 400, detail: "User attribute value \"\(value)\" is already in use")
    }

    private static func unknown(_ id: String) -> Refusal {
        Refusal(status: 404, detail: "Connection environment with id \(id) does not exist")
    }

    mutating func delete(_ connection: String) {
        connections.remove(connection)
        environments.removeAll { $0.connection == connection }
    }
}

// MARK: - Requests and answers
extension SimulatedOmni {
    private struct Body: Decodable {
        struct Attribute: Decodable {
            let attributeName: String
            let defaultValues: [String]
        }

        var baseConnectionId: String?
        var environmentConnectionIds: List?
        var userAttributeValues: List?
        var environmentUserAttribute: Attribute?
    }

    /// A list as the instance takes it: one text with commas between, or an array.
    private enum List: Decodable {
        case text(String)
        case array([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .array(try container.decode([String].self))
            }
        }
    }

    /// Carries a write out.
    mutating func answer(_ method: String, _ id: String, _ body: [UInt8]) throws(Refusal) -> String {
        switch method {
        case "POST":
            let body = try Self.read(body)
            let new = try attach(items(body.environmentConnectionIds), to: body.baseConnectionId ?? "")
            let data = new.map { "{\"id\":\"\($0.id)\",\"environmentConnectionId\":\"\($0.connection)\"}" }
            return "{\"success\":true,\"data\":[\(data.joined(separator: ","))]}"
        case "PUT":
            try setValues(items(try Self.read(body).userAttributeValues), of: id)
        case "PATCH":
            let wanted = try Self.read(body).environmentUserAttribute
            try setAttribute(
                wanted.map { Attribute(name: $0.attributeName, defaults: $0.defaultValues) },
                of: id
            )
        default: try detach(id)
        }
        return "{\"success\":true}"
    }

    private func items(_ list: List?) throws(Refusal) -> [String] {
        switch (list, takesArrays) {
        case (.text(let text), false): return text.split(separator: ",").map(String.init)
        case (.array(let items), true): return items
        default: throw Refusal(status: 400, detail: "Bad Request: Expected another kind of list")
        }
    }

    private static func read(_ body: [UInt8]) throws(Refusal) -> Body {
        do {
            return try JSONDecoder().decode(Body.self, from: Data(body))
        } catch {
            throw Refusal(status: 400, detail: "Bad Request: Invalid JSON")
        }
    }

    var environmentList: String {
        let items = environments.map { environment in
            """
            {"id":"\(environment.id)","baseConnectionId":"\(environment.base)",\
            "connectionId":"\(environment.connection)","userAttributeValues":\(Self.array(environment.values))}
            """
        }
        return "{\"connectionEnvironments\":[\(items.joined(separator: ","))]}"
    }

    var connectionList: String {
        let items = bases.map { base in
            let attribute = attributes[base]
            let name = attribute.map { "\"\($0.name)\"" } ?? "null"
            return """
                {"id":"\(base)","name":"\(base)","userAttributeNameForConnectionEnvironments":\(name),\
                "userAttributeValuesForDefaultEnvironment":\(Self.array(attribute?.defaults ?? []))}
                """
        }
        let others = connections.sorted().map { "{\"id\":\"\($0)\",\"name\":\"\($0)\"}" }
        return "{\"connections\":[\((items + others).joined(separator: ","))]}"
    }

    private static func array(_ values: [String]) -> String {
        "[" + values.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }
}
