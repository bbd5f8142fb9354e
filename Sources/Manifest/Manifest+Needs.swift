import Diagnostics

extension Manifest {
    /// Whether a plan of it has to read Omni's connections: for names, for attributes, and to prove expectations,
    /// which a base without an attribute cannot meet.
    package var needsConnections: Bool {
        !expectations.isEmpty
            || bases.contains { base in
                base.userAttribute != nil || base.connection.value.isName
                    || base.environments.contains { $0.connection.value.isName }
            }
    }
}
