import Diagnostics
import LocatedYAML
import Manifest
import OmniModel

/// A manifest written anew, every text in double quotes with escapes, so that nothing depends on how it was written.
/// Keys have their own sign, since without it YAML lets them have 1,024 characters only.
enum ManifestText {
    static func of(_ manifest: Manifest) -> String {
        let instance = manifest.instance.map { "instance: \(quoted($0.value.description))\n" } ?? ""
        let bases = manifest.bases.map(base).joined()
        // Each expectation stands in a document of its own, so that no base is there twice.
        let proofs = manifest.expectations.map { "---\nversion: 1\nexpectations:\n" + expectation($0) }
            .joined()
        return "version: 1\n\(instance)baseConnections:\n\(bases)\(proofs)"
    }

    private static func expectation(_ expectation: Expectation) -> String {
        let (value, target) = (quoted(expectation.value.value.text), target(expectation.target.value))
        return "  ? \(quoted(expectation.base.value))\n  : {? \(value) : \(target)}\n"
    }

    private static func base(_ base: BaseConnection) -> String {
        var lines = [
            "  ? \(quoted(base.label.value))", "  :", "    connection: \(reference(base.connection.value))",
        ]
        if let attribute = base.userAttribute {
            let values = attribute.defaultValues.map { quoted($0.value.description) }.joined(separator: ", ")
            lines.append(
                "    userAttribute: {name: \(quoted(attribute.name.value)), defaultValues: [\(values)]}"
            )
        }
        lines.append("    isolation: \(base.isolation.rawValue)")
        if let asserted = base.usersWithoutValue {
            lines.append("    usersWithoutValue: \(target(asserted.value))")
        }
        if let asserted = base.branchOverride { lines.append("    branchOverride: \(asserted.value)") }
        lines.append("    environments:\(base.environments.isEmpty ? " {}" : "")")
        return (lines + base.environments.map(environment)).joined(separator: "\n") + "\n"
    }

    private static func environment(_ environment: Environment) -> String {
        let values = environment.values.map { quoted($0.value.description) }.joined(separator: ", ")
        return """
                  ? \(quoted(environment.label.value))
                  : {connection: \(reference(environment.connection.value)), \
            userAttributeValues: [\(values)], protect: \(environment.isProtected)}
            """
    }

    private static func target(_ target: RouteTarget) -> String {
        switch target {
        case .base, .label: quoted(target.text)
        case .connection(let connection): "{connection: \(reference(connection))}"
        }
    }

    private static func reference(_ reference: ConnectionReference) -> String {
        switch reference {
        case .id(let id): quoted(id.text)
        case .name(let name): quoted(name)
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        if scalar.isASCII, scalar.value >= 0x20, scalar != "\"", scalar != "\\", scalar.value != 0x7F {
            return String(scalar)
        }
        let digits = String(scalar.value, radix: 16)
        return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
