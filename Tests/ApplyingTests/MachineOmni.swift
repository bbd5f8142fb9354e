import HTTPTransport
import JSONText
import Manifest
import OmniAPI
import OmniModel
import Planning
import PlanningTestSupport
import StateStore
import TestSupport

@testable import Applying

/// Omni's rules for one base, in memory, as a machine under test meets them: what a holder has is unique, the base's
/// default values among it, and a write that is held back may be carried out much later.
struct MachineOmni {
    struct Environment {
        let id: EnvironmentID
        var values: [AttributeValue]
    }

    var environments: [ConnectionID: Environment] = [:]
    var defaults: [AttributeValue] = []
    /// Writes that nobody waits for any more.
    var held: [BaseMachine.Request] = []
    var refusesEmptyLists = false
    private var created = 0

    /// Carries a write out.
    mutating func carryOut(_ request: BaseMachine.Request) throws(OmniError) -> [ConnectionID: EnvironmentID]
    {
        switch request {
        case .attach(let connections): return try attach(connections)
        case .setValues(let values, let id): try set(values, of: id)
        case .setAttribute(let attribute): try setDefaults(attribute?.defaultValues ?? [])
        case .detach(let id):
            guard let connection = connection(of: id) else { throw Self.unknown }
            environments[connection] = nil
        }
        return [:]
    }

    private mutating func attach(_ connections: [ConnectionID]) throws(OmniError) -> [ConnectionID:
        EnvironmentID]
    {
        let taken = connections.filter { environments[$0] != nil }
        guard taken.isEmpty else {
            let ids = taken.map(\.text).joined(separator: ", ")
            throw Self.refusal(
                "The following environment connection IDs are not valid for this connection: \(ids)"
            )
        }
        var ids: [ConnectionID: EnvironmentID] = [:]
        for connection in connections {
            created += 1
            ids[connection] = EnvironmentID("new\(created)")
            environments[connection] = Environment(id: EnvironmentID("new\(created)"), values: [])
        }
        return ids
    }

    private mutating func set(_ values: [AttributeValue], of id: EnvironmentID) throws(OmniError) {
        guard let connection = connection(of: id) else { throw Self.unknown }
        if refusesEmptyLists, values.isEmpty { throw Self.refusal("userAttributeValues: may not be empty") }
        let others = environments.filter { $0.key != connection }.values.flatMap(\.values) + defaults
        if let taken = values.first(where: others.contains) {
            throw Self.refusal("User attribute value \"\(taken)\" is already in use")
        }
        environments[connection]?.values = values
    }

    private mutating func setDefaults(_ values: [AttributeValue]) throws(OmniError) {
        if let taken = values.first(where: environments.values.flatMap(\.values).contains) {
            throw Self.refusal("User attribute value \"\(taken)\" is already in use")
        }
        defaults = values
    }

    /// What was held back comes about, as far as Omni lets it.
    mutating func carryOutHeld() {
        for request in held { _ = try? carryOut(request) }
        held = []
    }

    private func connection(of id: EnvironmentID) -> ConnectionID? {
        environments.first { $0.value.id == id }?.key
    }

    func holder(of value: AttributeValue) -> ConnectionID? {
        environments.first { $0.value.values.contains(value) }?.key
    }

    func list(_ base: ConnectionID) -> [ConnectionEnvironment] {
        environments.map {
            ConnectionEnvironment(id: $0.value.id, base: base, connection: $0.key, values: $0.value.values)
        }
    }

    private static let call = APICall(.put, "/v1/connection-environments/x")

    static func refusal(_ detail: String, status: Int = 400) -> OmniError {
        OmniError(call: call, attempts: 1, kind: .refused(status: status, detail: detail))
    }

    static var unknown: OmniError {
        var error = refusal("Connection environment with id x does not exist", status: 404)
        error.isUnknownObject = true
        return error
    }

    static let lost = OmniError(
        call: call,
        attempts: 1,
        kind: .unreachable(.connectionClosed),
        mayHaveBeenCarriedOut: true
    )

    static let notSent = OmniError(call: call, attempts: 1, kind: .unreachable(.connectionRefused))

    static func server(_ status: Int) -> OmniError {
        OmniError(
            call: call,
            attempts: 1,
            kind: .server(status: status, detail: nil),
            mayHaveBeenCarriedOut: true
        )
    }

    static let garbage = OmniError(
        call: call,
        attempts: 1,
        kind: .unreadableAnswer(status: nil, .tooLarge(limit: 1)),
        mayHaveBeenCarriedOut: true
    )

    static let unauthorized = OmniError(
        call: call,
        attempts: 1,
        kind: .authentication(status: 401, detail: "Unauthorized")
    )

    static func limited(_ asked: Duration) -> OmniError {
        var error = OmniError(call: call, attempts: 1, kind: .rateLimited(waited: .zero, detail: nil))
        error.retryAfter = asked
        return error
    }
}
