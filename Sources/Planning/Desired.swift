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
        /// Those of `attribute`, with their places.
        let defaultValues: [Located<String>]
        let isolation: Isolation
        let allowFallback: [Located<String>]
        var environments: [Environment]
        /// Whether it is managed and no longer named by the manifest, which then wants nothing of it.
        let hasLeftManifest: Bool
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
