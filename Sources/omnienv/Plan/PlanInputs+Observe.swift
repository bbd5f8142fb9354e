import Manifest
import OmniAPI
import OmniModel
import Planning
import StateStore

extension PlanInputs {
    /// Whether Omni's connections have to be read for a plan.
    var needsConnections: Bool {
        manifest.manifest.needsConnections || state?.attributes.isEmpty == false
    }

    /// Reads Omni with a client that cannot write; with `offline` Omni is not asked. The state has to be of the
    /// instance that is named, if one is.
    /// - Returns: what was seen, and of which instance.
    func observe(
        _ options: ConnectionOptions,
        statePath: String,
        offline: Bool,
        needsConnections: Bool,
        _ console: Console
    ) async throws -> (Observation, PlanInstance?) {
        guard !offline else {
            let name = try PlanInstance(options, manifest: manifest.manifest, state: state)
            if let name { try StateFile.check(state, path: statePath, instance: name.url.description) }
            return (.offline, name)
        }
        let instance = try Instance(options, manifest: manifest.manifest)
        try StateFile.check(state, path: statePath, instance: instance.url.description)
        let settings = try instance.settings(rate: options.rate)
        let hooks = ClientHooks.live(console: console, interrupts: Interrupts())
        let observation = try await withOmniReader(settings, hooks: hooks) { reader in
            try await instance.observe(reader, needsConnections: needsConnections)
        }
        return (observation, instance.name)
    }
}

extension Instance {
    /// - Throws: `OmniError`, told where the token came from when Omni does not accept it.
    func observe(
        _ reader: OmniReader,
        needsConnections: Bool,
        includeDeleted: Bool = false
    ) async throws -> Observation {
        do {
            return try await Observation.read(
                from: reader,
                needsConnections: needsConnections,
                includeDeleted: includeDeleted
            )
        } catch let error as OmniError where error.isAboutTheToken {
            throw TokenRefused(error: error, source: tokenSource)
        }
    }
}
