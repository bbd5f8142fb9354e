import Applying
import FoundationEssentials
import HTTPTransport
import Manifest
import OmniModel
import Planning

/// What has to hold whenever a write leaves.
struct WriteWatch {
    private var lastList: Duration = .zero
    private var pausedBefore: Duration = .zero
    /// The pauses before the last reading of the list that failed.
    private var pausedBeforeFailure: Duration?
    private var edits: [String: Duration] = [:]
    /// The values of each environment that the run may know of.
    private var known: [String: [[String]]] = [:]
    /// Whether a write of this run was not answered as it should be: what it was about is written again.
    private var hasDoubt = false
    /// Whether a list lagged behind, after which nothing can be said about what the run knew.
    private(set) var wasMisled = false
    /// What this and earlier runs have attached.
    private(set) var attached: Set<EnvironmentKey> = []

    mutating func struck(_ call: SimulatedNetwork.Call, _ network: SimulatedNetwork) {
        hasDoubt = hasDoubt || call.isWrite
        if call.isList { pausedBeforeFailure = network.world.pauses.total }
    }

    mutating func begin(_ omni: SimulatedOmni) {
        hasDoubt = false
        known = Dictionary(uniqueKeysWithValues: omni.environments.map { ($0.id, [$0.values]) })
    }

    mutating func edited(_ id: String, at time: Duration) { edits[id] = time }

    mutating func carriedOut(_ before: SimulatedOmni, _ after: SimulatedOmni) {
        for environment in after.environments where !before.environments.contains(environment) {
            known[environment.id, default: []].append(environment.values)
            attached.insert(environment.key)
        }
    }

    mutating func answered(
        _ call: SimulatedNetwork.Call,
        _ answer: APIResponse,
        _ fault: SimulatedFault?,
        _ network: SimulatedNetwork
    ) {
        if fault == .staleList { wasMisled = true }
        guard answer.status < 300, fault == nil || fault == .slow else { return }
        guard call.isList else { return }
        lastList = network.world.now
        pausedBefore = network.world.pauses.total
    }

    func check(_ call: SimulatedNetwork.Call, _ network: SimulatedNetwork) {
        if network.scenario.parallelism == 1, !network.disk.isDurable(Scenario.statePath),
            !closesWindow(call, network)
        {
            network.world.violate("\(call.method) \(call.id) left before the state was on the disk")
        }
        if call.method == "POST" { checkIntents(call, network) }
        guard let target = network.omni.environments.first(where: { $0.id == call.id }) else { return }
        if !network.scenario.isOurs(target.base, target.connection) {
            network.world.violate("\(call.method) touches \(target.connection), which is not managed")
        }
        if call.method == "DELETE", !network.scenario.mayDetach(target) {
            network.world.violate("\(target.connection) is detached though nobody asked for it")
        }
        checkFreshness(call, target, network)
    }

    /// When records cannot be written any more, nothing new starts; what is at the base on its way is still put somewhere.
    private func closesWindow(_ call: SimulatedNetwork.Call, _ network: SimulatedNetwork) -> Bool {
        guard call.method == "PUT", !hasDoubt else { return call.method == "PUT" }
        return bringsBack(call, network)
    }

    /// Whether it takes a value away from the base that no environment holds, as far as the run has had a chance to see:
    /// that somebody has given it to one of them since the last list, only a refusal can tell.
    private func bringsBack(_ call: SimulatedNetwork.Call, _ network: SimulatedNetwork) -> Bool {
        // One that somebody has detached just now is told so.
        guard let target = network.omni.environments.first(where: { $0.id == call.id }) else { return true }
        let text = String(decoding: call.body, as: UTF8.self)
        let seen = network.omni.environments.filter { environment in
            environment.base == target.base && edits[environment.id].map { $0 <= lastList } ?? true
        }
        let held = seen.flatMap(\.values)
        return Scenario.values.contains { text.contains($0) && !held.contains($0) }
    }

    /// The most requests that a move takes here, one more for a look in the midst of it included.
    private static let longestMove = 8

    /// An edit from outside that the run has had time to learn of must not be overwritten. A rate that a move takes up
    /// wholly leaves no request for another reading, and one that fails does not keep values at the base: then finishing
    /// the move goes first.
    private func checkFreshness(
        _ call: SimulatedNetwork.Call,
        _ target: SimulatedOmni.Environment,
        _ network: SimulatedNetwork
    ) {
        guard network.scenario.parallelism == 1, network.scenario.rate > Self.longestMove, !wasMisled,
            let edit = edits[target.id], edit > lastList
        else {
            return
        }
        let paused = network.world.pauses.total - pausedBefore
        guard paused > .seconds(5), known[target.id]?.contains(target.values) != true else { return }
        let hasFailed = pausedBeforeFailure.map { $0 - pausedBefore > .seconds(5) } ?? false
        guard !hasFailed || !bringsBack(call, network) else { return }
        network.world.violate("\(call.method) \(target.id) overwrites an edit of \(edit) unseen")
    }

    private func checkIntents(_ call: SimulatedNetwork.Call, _ network: SimulatedNetwork) {
        let state = try? network.disk.state(Scenario.statePath)
        let text = String(decoding: call.body, as: UTF8.self)
        let known = Set((state?.intents.keys).map { $0.map(\.connection.text) } ?? [])
        for connection in network.scenario.connections where text.contains("\(connection)") {
            guard !known.contains(connection) else { continue }
            network.world.violate("\(connection) is asked for without an intent on the disk")
        }
    }
}

extension SimulatedOmni.Environment {
    var key: EnvironmentKey { EnvironmentKey(base: ConnectionID(base), connection: ConnectionID(connection)) }
}

extension SimulatedOmni {
    /// Whether somebody attached it after the beginning.
    func isNew(_ id: String) -> Bool {
        // An environment's id ends with an e and its number.
        id.split(separator: "e").last.flatMap { Int($0) }.map { id.contains("e") && $0 > seeded } ?? false
    }
}
