package import HTTPTransport
import JSONText
package import OmniModel

/// The writes of Omni's API, one method each; `reader` has the rest. Every method sends its request once, on a permit
/// that the caller has acquired, never waits for anything but the answer, and throws what came instead of success. What
/// follows from that is for the caller to decide (docs/reliability.md).
package struct OmniClient: Sendable {
    /// What only reads, within the rate window of the writes.
    package let reader: OmniReader
    private let session: Session

    /// A client over any transport, such as a simulation.
    package init(settings: ClientSettings, transport: any Transport, hooks: ClientHooks) {
        session = Session(
            transport: transport,
            instance: settings.instance,
            token: settings.token,
            hooks: hooks,
            pace: Pace(limit: settings.rate, hooks: hooks),
            forms: WireForms()
        )
        reader = OmniReader(session: session)
    }

    /// Attaches connections to a base, all in one request, without values. It must not be repeated blindly: an error says by
    /// `mayHaveBeenCarriedOut` whether the environments may exist nonetheless (docs/reliability.md).
    ///
    /// - Returns: the new environments by connection, as far as the answer names them; connections that were not asked for are
    ///   left out. Nothing is sent for no connections.
    package func attach(
        _ connections: [ConnectionID],
        to base: ConnectionID,
        on permits: Permits
    ) async throws(OmniError) -> [ConnectionID: EnvironmentID] {
        guard !connections.isEmpty else { return [:] }
        let answer = try await session.write(.attach(connections, to: base), on: permits)
        let wanted = Set(connections)
        return answer.environments.filter { wanted.contains($0.key) }
    }

    /// Replaces all values of an environment; none makes it one that only branches switch to. It may be repeated.
    package func setValues(
        _ values: [AttributeValue],
        of environment: EnvironmentID,
        on permits: Permits
    ) async throws(OmniError) {
        _ = try await session.write(.setValues(values, of: environment), on: permits)
    }

    /// Sets the attribute by which a base chooses an environment with its default values, or with nil removes it. It may be
    /// repeated.
    package func setEnvironmentUserAttribute(
        _ attribute: EnvironmentUserAttribute?,
        of base: ConnectionID,
        on permits: Permits
    ) async throws(OmniError) {
        let body = JSONValue.object(["environmentUserAttribute": attribute.map(\.json) ?? .null])
        let request = APIRequest(APICall(.patch, Path.connection(base)), body: body.bytes)
        _ = try await session.write(request, on: permits)
    }

    /// Detaches an environment. Instances without that endpoint refuse it (docs/omni-api.md).
    package func detach(
        _ environment: EnvironmentID,
        on permits: Permits
    ) async throws(OmniError) {
        let request = APIRequest(APICall(.delete, Path.environment(environment)))
        _ = try await session.write(request, on: permits)
    }

    /// A holder of permits, without any so far.
    package func permits() -> Permits { Permits(of: session.pace) }

    /// The pause that Omni has asked all calls for, as far as it is not over.
    package var pause: Wait? { session.pace.pause }

    /// Makes all calls pause, because Omni answered 429 to one that was sent at `sentAt`, and fewer go out from then on.
    package func slowDown(sentAt: Duration, for pause: Duration, namedByServer: Bool) {
        session.pace.slowDown(sentAt: sentAt, for: pause, namedByServer: namedByServer)
    }
}

extension EnvironmentUserAttribute {
    fileprivate var json: JSONValue {
        .object(["attributeName": .string(name), "defaultValues": .strings(defaultValues.texts)])
    }
}

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

/// Runs `body` with a client that reads from the instance over HTTP and has no method that writes, and closes its
/// connections afterwards.
package func withOmniReader<Result>(
    _ settings: ClientSettings,
    hooks: ClientHooks,
    isolation: isolated (any Actor)? = #isolation,
    body: (OmniReader) async throws -> Result
) async throws -> Result {
    try await withOmniClient(settings, hooks: hooks) { try await body($0.reader) }
}
