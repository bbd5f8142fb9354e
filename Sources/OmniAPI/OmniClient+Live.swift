import HTTPTransport

/// Runs `body` with a client that talks to the instance over HTTP, and closes its connections afterwards.
package func withOmniClient<Result>(
    _ settings: ClientSettings,
    hooks: ClientHooks,
    isolation: isolated (any Actor)? = #isolation,
    body: (OmniClient) async throws -> Result
) async throws -> Result {
    try await withTransport(settings.transport) { transport in
        try await body(OmniClient(settings: settings, transport: transport, hooks: hooks))
    }
}

/// The same for whoever only reads: what `body` gets has no write method.
package func withOmniReader<Result>(
    _ settings: ClientSettings,
    hooks: ClientHooks,
    isolation: isolated (any Actor)? = #isolation,
    body: (OmniReader) async throws -> Result
) async throws -> Result {
    try await withOmniClient(settings, hooks: hooks) { try await body($0.reader) }
}
