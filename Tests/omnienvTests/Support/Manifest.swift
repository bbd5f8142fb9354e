/// A manifest for the connections of `Organization`.
struct Manifest {
    var bases: [Base]

    /// One base, the first of the organization unless `number` says otherwise. Its label is `base1`.
    init(_ environments: Environment...) {
        bases = [Base(1, environments)]
    }

    init(_ environments: [Environment]) {
        bases = [Base(1, environments)]
    }

    init(bases: Base...) {
        self.bases = bases
    }

    struct Base {
        let number: Int
        var environments: [Environment]
        /// Further lines of the base, such as `isolation: strict`.
        var lines: [String] = []

        init(_ number: Int, _ environments: [Environment], lines: String...) {
            self.number = number
            self.environments = environments
            self.lines = lines
        }
    }

    struct Environment {
        let connection: Int
        var values: [String]
        var isProtected = false
        /// `nil` for `env1` and so on, after its connection.
        var label: String?

        static func env(_ connection: Int, _ values: String..., protect: Bool = false, label: String? = nil)
            -> Environment
        {
            Environment(connection: connection, values: values, isProtected: protect, label: label)
        }
    }
}

extension Manifest {
    var text: String { "version: 1\nbaseConnections:\n" + bases.map(\.text).joined() }

    /// What Omni holds once the manifest is applied to an organization that had nothing attached.
    var routing: [Int: [Int: [String]]] {
        Dictionary(uniqueKeysWithValues: bases.map { ($0.number, $0.routing) })
    }
}

extension Manifest.Base {
    fileprivate var text: String {
        let head = ["  base\(number):", "    connection: \(Organization.base(number))"]
        let body = lines.map { "    " + $0 }
        let tail = environments.isEmpty ? [] : ["    environments:"] + environments.map(\.text)
        return (head + body + tail).joined(separator: "\n") + "\n"
    }

    fileprivate var routing: [Int: [String]] {
        Dictionary(uniqueKeysWithValues: environments.map { ($0.connection, $0.values.sorted()) })
    }
}

extension Manifest.Environment {
    fileprivate var text: String {
        let protect = isProtected ? ", protect: true" : ""
        let values = values.joined(separator: ", ")
        return """
                  \(label ?? "env\(connection)"): {connection: \(Organization.connection(connection)), \
            userAttributeValues: [\(values)]\(protect)}
            """
    }
}
