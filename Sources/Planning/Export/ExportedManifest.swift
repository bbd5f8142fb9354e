import Manifest
package import OmniModel

/// A manifest of what Omni has, before it is text.
package struct ExportedManifest: Sendable {
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
        let values: [String]
    }

    /// Something that Omni has and a manifest cannot say, or that is to be known when reading it.
    package struct Remark: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            /// No user attribute: nobody is routed to the environments.
            case routesNobody
            case attributeLeftOut(String, Unfit)
            case environmentLeftOut(connection: ConnectionID, name: String?, Unfit)
        }

        /// The base's label.
        package let base: String
        package let kind: Kind
    }

    /// Why a manifest cannot say it.
    package enum Unfit: Sendable, Hashable {
        case comma(String)
        case edgeSpace(String)
        case tooLong(String)
        case control(String)
        case empty
        /// An environment holds a value that means the base itself.
        case alsoHeld(String, by: ConnectionID)
        case attachedTwice
        case ownBase
    }

    package let instance: String
    package let bases: [Base]
    /// Bases with environments that Omni's list of connections does not have, or has as deleted.
    package let unknownBases: [ConnectionID]

    package var environmentCount: Int { bases.reduce(0) { $0 + $1.environments.count } }
    package var remarks: [Remark] { bases.flatMap(\.remarks) }
}
