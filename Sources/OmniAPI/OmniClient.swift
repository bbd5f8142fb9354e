package import HTTPTransport
import JSONText
package import OmniModel

/// The writes of omni-api.md, one method each; `reader` has the rest. Every method waits for the rate limit and
/// repeats as design, section 6 says; it throws once the call is settled as failed.
///
/// A call that names a `Reservation` starts on one of its places, and otherwise queues for one. A `WriteCheck` is
/// asked before every attempt.
package struct OmniClient: Sendable {
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
            forms: WireFormGate()
        )
        reader = OmniReader(session: session)
    }

    /// Attaches connections to a base, all in one request; never repeated once it may have been carried out.
    /// - Returns: the new environments by connection, as far as the answer names them.
    package func attach(
        _ connections: [ConnectionID],
        to base: ConnectionID,
        using reservation: Reservation? = nil,
        after check: WriteCheck? = nil
    ) async throws(OmniError) -> [ConnectionID: EnvironmentID] {
        guard !connections.isEmpty else { return [:] }
        let answer = try await session.write(.attach(connections, to: base), using: reservation, after: check)
        let wanted = Set(connections)
        return answer.environments.filter { wanted.contains($0.key) }
    }

    /// Replaces all values of an environment; none makes it one that only branches switch to.
    package func setValues(
        _ values: [String],
        of environment: EnvironmentID,
        using reservation: Reservation? = nil,
        after check: WriteCheck? = nil
    ) async throws(OmniError) {
        _ = try await session.write(.setValues(values, of: environment), using: reservation, after: check)
    }

    /// Sets the attribute by which a base chooses an environment, or with nil removes it.
    package func setEnvironmentUserAttribute(
        _ attribute: EnvironmentUserAttribute?,
        of base: ConnectionID,
        using reservation: Reservation? = nil,
        after check: WriteCheck? = nil
    ) async throws(OmniError) {
        let body = JSONValue.object(["environmentUserAttribute": attribute.map(\.json) ?? .null])
        let request = APIRequest(APICall(.patch, Path.connection(base)), body: body.bytes)
        _ = try await session.write(request, using: reservation, after: check)
    }

    /// Detaches an environment. Newer instances only.
    package func detach(
        _ environment: EnvironmentID,
        using reservation: Reservation? = nil,
        after check: WriteCheck? = nil
    ) async throws(OmniError) {
        let request = APIRequest(APICall(.delete, Path.environment(environment)))
        _ = try await session.write(request, using: reservation, after: check)
    }

    /// Waits until so many calls fit into the rate window at once, and holds their places. More than the window
    /// ever has is cut down to that: see `Reservation.places`.
    package func reserve(_ calls: Int) async throws(OmniError) -> Reservation {
        do {
            let places = try await session.pace.takePlaces(max(0, calls), for: nil)
            return Reservation(places: places, of: session.pace)
        } catch {
            throw OmniError(call: nil, attempts: 0, kind: .interrupted)
        }
    }
}

extension EnvironmentUserAttribute {
    fileprivate var json: JSONValue {
        .object(["attributeName": .string(name), "defaultValues": .strings(defaultValues)])
    }
}
