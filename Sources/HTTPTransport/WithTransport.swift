import AsyncHTTPClient

/// Runs `body` with a transport that sends over HTTP, and closes its connections afterwards.
package func withTransport<Result>(
    _ settings: TransportSettings,
    isolation: isolated (any Actor)? = #isolation,
    body: (any Transport) async throws -> Result
) async throws -> Result {
    try await HTTPClient.withHTTPClient(configuration: PooledTransport.configuration(settings)) { http in
        try await body(PooledTransport(settings: settings, http: http))
    }
}
