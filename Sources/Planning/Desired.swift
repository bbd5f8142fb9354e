import Diagnostics
import LocatedYAML
import Manifest
import OmniModel

/// The manifest with every connection known by its id.
struct Desired {
    struct Base {
        let label: String
        let connection: ConnectionID
        let attribute: EnvironmentUserAttribute?
        let isolation: Isolation
        /// Otherwise only the state knows the base.
        let isInManifest: Bool
        let environments: [Environment]
    }

    struct Environment {
        let label: String
        let key: EnvironmentKey
        /// Where the manifest names the connection.
        let place: SourceRange
        let values: [Located<String>]
        let isProtected: Bool
    }

    let bases: [Base]
    /// The names that were resolved, for the state.
    let names: [ConnectionID: String]
}

extension EnvironmentUserAttribute {
    init(_ setting: UserAttributeSetting) {
        self.init(name: setting.name.value, defaultValues: setting.defaultValues.map(\.value))
    }
}
