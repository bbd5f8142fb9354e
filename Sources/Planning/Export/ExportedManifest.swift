import Diagnostics
import Manifest
package import OmniModel

/// A manifest of what Omni has, before it is text.
package struct ExportedManifest: Sendable {
    /// A base as the manifest names it, with what of it a manifest can say.
    package struct Base: Sendable {
        package let label: String
        package let connection: ConnectionID
        package let name: String
        let attribute: EnvironmentUserAttribute?
        let environments: [Environment]
        /// What the text says of the base beside its keys.
        let remarks: [Remark]
    }

    struct Environment: Sendable {
        let label: String
        let connection: ConnectionID
        let name: String?
        let values: [AttributeValue]
    }

    /// Something that Omni has and a manifest cannot say, or that is to be known when reading it.
    enum Remark: Sendable, Hashable {
        /// No user attribute: nobody is routed to the environments.
        case routesNobody
        case attributeLeftOut(String, Unfit)
        case environmentLeftOut(connection: ConnectionID, name: String?, Unfit)
        /// Omni lists the text as one value of an environment; it is written as the values between its commas.
        case joinedText(String, connection: ConnectionID, name: String?)
    }

    /// Why a manifest cannot say it.
    enum Unfit: Sendable, Hashable {
        case value(TextFinding)
        /// Omni lists the value in an environment that is written too.
        case shared(AttributeValue, with: ConnectionID)
        /// An environment holds a value that means the base itself.
        case alsoHeld(AttributeValue, by: ConnectionID)
        case attachedTwice
        case ownBase
    }

    /// Omni's address without `/api`.
    package let instance: String
    package let bases: [Base]
    /// Bases with environments that Omni's list of connections does not have, or has as deleted.
    package let unknownBases: [ConnectionID]

    /// Of the environments that the text has, without those that are left out.
    package var environmentCount: Int { bases.reduce(0) { $0 + $1.environments.count } }
    /// All that is to be known, a line each, in the order of the bases.
    package var remarks: [String] { bases.flatMap(\.remarkLines) }
}

extension ExportedManifest {
    private static let widest = 100

    /// The manifest as YAML, with the names beside the ids.
    package var text: String {
        let head = [
            "# What \(instance) has, by omnienv export. Labels are yours to change: an id says which connection it is.",
            "version: 1",
            "instance: \(YAMLText.scalar(instance))",
        ]
        let unknown = unknownBases.map {
            "# The base connection \($0) is left out: it is deleted, or not in Omni's list of connections."
        }
        let body = bases.flatMap { [""] + lines($0) }
        return (head + unknown + ["", "baseConnections:"] + body.dropFirst()).joined(separator: "\n") + "\n"
    }

    private func lines(_ base: Base) -> [String] {
        var lines = base.remarkLines.map { "  # " + $0 }
        lines.append("  \(YAMLText.scalar(base.label)):")
        lines.append("    connection: \(base.connection)" + Self.comment(base.name))
        if let attribute = base.attribute { lines += Self.lines(attribute) }
        guard !base.environments.isEmpty else { return lines + ["    environments: {}"] }
        return lines + ["    environments:"] + base.environments.flatMap(Self.lines)
    }

    private static func lines(_ attribute: EnvironmentUserAttribute) -> [String] {
        let name = "      name: \(YAMLText.scalar(attribute.name))"
        return ["    userAttribute:", name] + list("      defaultValues:", attribute.defaultValues)
    }

    private static func lines(_ environment: Environment) -> [String] {
        let head = "      \(YAMLText.scalar(environment.label)):"
        let connection = "        connection: \(environment.connection)" + comment(environment.name)
        return [head, connection] + list("        userAttributeValues:", environment.values)
    }

    /// In one line, or where that is too long, one value a line.
    private static func list(_ key: String, _ values: [AttributeValue]) -> [String] {
        let items = values.map { YAMLText.scalar($0.text, isInBrackets: true) }
        let line = "\(key) [\(items.joined(separator: ", "))]"
        guard line.count > widest else { return [line] }
        let indent = String(repeating: " ", count: key.prefix { $0 == " " }.count + 2)
        return [key] + values.map { indent + "- " + YAMLText.scalar($0.text) }
    }

    private static func comment(_ name: String?) -> String {
        name.map { "  # \($0.printable)" } ?? "  # not in Omni's list of connections"
    }
}

extension ExportedManifest.Base {
    /// What is to be known of it.
    fileprivate var remarkLines: [String] { remarks.map { $0.text(on: label) } }
}

extension ExportedManifest.Remark {
    /// One line: what is so, and why.
    /// - Parameter base: the base's label.
    fileprivate func text(on base: String) -> String {
        switch self {
        case .routesNobody: "\(base.quoted) has no user attribute: nobody is routed to its environments."
        case .attributeLeftOut(let name, let reason):
            "The user attribute \(name.quoted) of \(base.quoted) is left out, and so left alone: \(reason)."
        case .environmentLeftOut(let connection, let name, let reason):
            """
            The environment of \(Self.words(connection, name)) on \(base.quoted) is left out, and so left alone: \
            \(reason).
            """
        case .joinedText(let text, let connection, let name):
            """
            Omni lists \(text.quoted) as one value of the environment of \(Self.words(connection, name)) on \
            \(base.quoted): it is written as the values between its commas.
            """
        }
    }

    private static func words(_ connection: ConnectionID, _ name: String?) -> String {
        "the connection \(connection)" + (name.map { " (\($0.printable))" } ?? "")
    }
}

extension ExportedManifest.Unfit: CustomStringConvertible {
    package var description: String {
        switch self {
        case .value(let flaw): flaw.message
        case .alsoHeld(let value, let holder):
            "its default value \(value.quoted) is also held by the environment of the connection \(holder)"
        case .shared(let value, let other):
            "its value \(value.quoted) is also listed in the environment of the connection \(other)"
        case .attachedTwice: "its connection is attached twice"
        case .ownBase: "it is the base connection itself"
        }
    }
}
